"""Text that cannot be read without a key, and tokens by which equal texts find each other.

Source:
    AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce for each sealing; HMAC-SHA-256 (RFC 2104).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12  # bytes
_VERSION = b"\x01"


class CannotUnseal(ValueError):
    """The key is another one, or the sealed bytes were changed or moved to another field."""


def seal(content: bytes, *, key: bytes, place: str) -> bytes:
    """Encrypt ``content`` so that it opens only with ``key`` and only at ``place``.

    Args:
        content: any bytes.
        key: 32 bytes.
        place: the table and column it is kept in; the same bytes elsewhere do not open.
    """
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + _seals(key).encrypt(nonce, content, place.encode())


def unseal(sealed: bytes, *, key: bytes, place: str) -> bytes:
    """The content that was sealed.

    Raises:
        CannotUnseal: wrong key or place, or changed bytes.
    """
    try:
        return _seals(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place.encode())
    except InvalidTag as refusal:
        raise CannotUnseal(f"what is kept in {place} does not open with this key") from refusal


def token(text: str, *, key: bytes, place: str) -> str:
    """64 hex digits, equal for equal texts, telling nothing to somebody without the key."""
    return hmac.new(
        _derived(key, b"token"), f"{place}\0{text}".encode(), hashlib.sha256
    ).hexdigest()


def numbers(texts: Iterable[str], *, key: bytes, place: str) -> list[int]:
    """For each text the first 64 bits of its token as a signed number: short enough for a great many rows of keys.

    Two of a million different texts share one with a chance of one in forty million; whoever uses them compares what they find.
    """
    derived, prefix = _derived(key, b"token"), f"{place}\0".encode()
    whole = (hmac.digest(derived, prefix + text.encode(), "sha256") for text in texts)
    return [int.from_bytes(number[:8], "big", signed=True) for number in whole]


@lru_cache(maxsize=4)
def _seals(key: bytes) -> AESGCM:
    """Made once for each key: that takes longer than opening a short text."""
    return AESGCM(_derived(key, b"seal"))


@lru_cache(maxsize=8)
def _derived(key: bytes, use: bytes) -> bytes:
    """One key for each use, so that a token never helps to open a seal."""
    return hmac.new(key, use, hashlib.sha256).digest()
