import hashlib

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.engines.sealing import seal

from .models import Document

LARGEST = 8 * 1024 * 1024  # bytes; a phone's photo fits
_BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


class CannotKeepDocument(Exception):
    """The file is too large, empty, or of a kind that is not taken."""


@transaction.atomic
def keep_document(*, name, content, by, at):
    """A file is handed in and kept; the same content is kept once.

    Args:
        content: the bytes of a JPEG or PNG picture or a PDF, at most 8 MiB.

    Raises:
        CannotKeepDocument: with what to do instead.
    """
    media_type = next((m for start, m in _BEGINNINGS.items() if content.startswith(start)), None)
    if media_type is None:
        raise CannotKeepDocument(
            _("“%(name)s” is neither a picture (JPEG, PNG) nor a PDF. Nothing was saved.")
            % {"name": name}
        )
    if len(content) > LARGEST:
        raise CannotKeepDocument(
            _("“%(name)s” is larger than 8 MB. Please send a smaller picture; nothing was saved.")
            % {"name": name}
        )
    sha256 = hashlib.sha256(content).hexdigest()
    sealed = seal(content, key=settings.FIELD_KEY, place=f"files.document:{sha256}")
    document, is_new = Document.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name[:200],
            "media_type": media_type,
            "size": len(content),
            "sealed": sealed,
            "kept_by": by,
            "kept_at": at,
        },
    )
    if is_new:
        note(act="files.keep", subject=document, by=by, at=at)
    return document
