from django.conf import settings

from shanqiao.engines.sealing import unseal


def content_of(document):
    """The bytes that were handed in."""
    return unseal(
        bytes(document.sealed), key=settings.FIELD_KEY, place=f"files.document:{document.sha256}"
    )
