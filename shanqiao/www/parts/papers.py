"""Documents that were handed in, shown as they are."""

from django.http import HttpResponse

from shanqiao.apps.files.queries import content_of


def shown(document):
    """The document as it was handed in; it may do nothing in the browser but be seen."""
    answer = HttpResponse(content_of(document), content_type=document.media_type)
    answer["Content-Disposition"] = "inline"
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; object-src 'self'"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
