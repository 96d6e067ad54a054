"""A statement as bytes that are the same for everybody, and their digest."""

import hashlib
import json


def canonical(body):
    """The one way to write ``body`` down: JSON, keys sorted, no spaces, UTF-8.

    Whoever downloads a statement gets these bytes, so ``sha256sum`` of the file is its digest.
    """
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(body):
    """SHA-256 of ``body``, as 64 hex digits."""
    return hashlib.sha256(canonical(body)).hexdigest()
