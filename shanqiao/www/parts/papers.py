"""Papers about residents on their way to a browser: kept nowhere there, and able to do nothing but be seen."""

from django.http import HttpResponse
from django.utils.translation import get_language

from shanqiao.apps.files.queries import content_of
from shanqiao.feeds.letters import set_letters


def as_handed_in(document):
    """A document as it was handed in."""
    answer = HttpResponse(content_of(document), content_type=document.media_type)
    answer["Content-Disposition"] = "inline"
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; object-src 'self'"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def letter_file(kind, told, *, name):
    """One letter as a file, in the language of the page from which it was asked."""
    content = set_letters(kind, [told], language=language_of_letters())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def language_of_letters():
    """Which of the languages of letters the page has."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"
