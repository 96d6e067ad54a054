"""What the comparison found, as people read it."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shanqiao.stories.likeness import in_words, pieces_of

FIELD = {
    "name": _("Name"),
    "id": _("Identity number"),
    "birth": _("Born on"),
    "phone": _("Phone"),
    "address": _("Address"),
    "street": _("Street"),
    "gender": _("Sex"),
}
STATE = {
    "merged": _("one person"),
    "undone": _("was undone"),
    "refused": _("the second person did not agree"),
    "waits": _("waits for a second person"),
    "distinct": _("two people"),
}
CHANGED = {
    "name": _("the name is another since it was decided"),
    "id_number": _("the identity number is another since it was decided"),
    "phone": _("the phone is another since it was decided"),
}
FEW = 3


def percent(probability):
    """How likely, in whole percent, and never more certain than it is."""
    return f"{min(99, max(1, round(probability * 100)))}%"


def signs_of(evidence):
    """[(field, words, weight)] with the heaviest first."""
    chinese = (get_language() or "zh").startswith("zh")
    return [
        (FIELD[sign.field], sign.zh if chinese else sign.en, sign.weight)
        for sign in in_words(evidence)
    ]


def in_short(evidence):
    """The few signs that weigh most, in one line."""
    chinese = (get_language() or "zh").startswith("zh")
    known = {
        field: sign for field, sign in evidence.items() if sign["level"]
    }  # level 0: one of the two lacks it
    told = [words for _field, words, _weight in signs_of(known)[:FEW]]
    return ("；" if chinese else "; ").join(told)


def marked(one, other):
    """Both values as HTML, with what differs marked to the character."""
    return tuple(
        format_html_join(
            "", "{}", ((piece.text if piece.same else _mark(piece.text),) for piece in pieces)
        )
        for pieces in pieces_of(one, other)
    )


def _mark(text):
    return format_html("<mark>{}</mark>", text)
