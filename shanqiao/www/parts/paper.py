"""Any form of ours as paper: its own labels, help and choices, empty to be filled in by hand, or with what was answered."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from .amounts import AmountField
from .words import day

MOST_BOXES = 12  # a longer choice is written down, not ticked
LINES = {"long": 5, "short": 1}
OF_UNIT = {"fen": "¥"}


@dataclass(frozen=True)
class Question:
    """One question on paper.

    Args:
        boxes: (words, ticked) of each answer, where one ticks.
        lines: how many lines are left to write on; 0 where there are boxes, or an answer.
        said: what was answered in words.
        before: what stands before the line, such as ¥.
    """

    label: str
    help: str = ""
    boxes: tuple[tuple[str, bool], ...] = ()
    lines: int = 0
    said: str = ""
    before: str = ""

    @property
    def line_numbers(self):
        return range(self.lines)


@dataclass(frozen=True)
class Part:
    """Some questions under a heading, which may be empty.

    Args:
        of: the form that asks them, where it is one of the screen.
    """

    heading: str
    questions: tuple[Question, ...]
    of: type[forms.Form] | None = None


def part_of(form, heading="", *, filled=False):
    """Every question of a form that somebody sees; with what it holds as initial values, if ``filled``."""
    seen = [form[name] for name, field in form.fields.items() if not field.widget.is_hidden]
    asked = tuple(_question(bound, filled=filled) for bound in seen)
    return Part(str(heading), asked, type(form))


def version_of(make):
    """A mark of what a form asks that changes when a question or an answer does, the same in every language.

    Args:
        make: called without arguments; returns the parts of the empty form in the language of the moment.
    """
    with override("en"):
        asked = [(q.label, q.help, [words for words, _on in q.boxes]) for q in _all(make())]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:8]


def _all(parts: Iterable[Part]):
    return [question for part in parts for question in part.questions]


def _question(bound, *, filled):
    field = bound.field
    named = isinstance(field, forms.ModelChoiceField)  # by who or what it is, not by its number
    value = (bound.initial if named else bound.value()) if filled else None
    told = {"label": str(bound.label), "help": str(bound.help_text)}
    if isinstance(field, forms.FileField):
        return Question(**told, boxes=((_("attached"), False),))
    if isinstance(field, forms.BooleanField):
        return Question(**told, boxes=((_("yes"), value is True),))
    if isinstance(field, forms.ChoiceField):
        return _chosen(told, field, value, filled=filled)
    said = _in_words(value)
    before = OF_UNIT.get(field.unit, "") if isinstance(field, AmountField) else ""
    if filled:
        return Question(**told, said=said or "–", before=before if said else "")
    long = isinstance(field.widget, forms.Textarea)
    return Question(**told, lines=LINES["long" if long else "short"], before=before)


def _chosen(told, field, value, *, filled):
    if isinstance(field, forms.ModelChoiceField):
        return Question(**told, said=str(value or "–")) if filled else Question(**told, lines=1)
    grouped = [pair for _key, words in field.choices if isinstance(words, list) for pair in words]
    plain = [
        (key, words)
        for key, words in field.choices
        if not isinstance(words, list | tuple) and str(words) not in ("", "–")
    ]
    chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    if grouped or not plain or len(plain) > MOST_BOXES:
        names = [str(words) for key, words in [*plain, *grouped] if str(key) in chosen]
        if filled:
            return Question(**told, said=", ".join(names) or _in_words(value) or "–")
        return Question(**told, lines=1)
    if filled and value in (None, ""):
        chosen = {""}  # not known is an answer, where it can be chosen
    boxes = [(str(words), filled and str(key) in chosen) for key, words in plain]
    return Question(**told, boxes=tuple(boxes))


def _in_words(value):
    if value in (None, ""):
        return ""
    return day(value) if isinstance(value, date) else str(value)
