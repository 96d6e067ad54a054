"""Rules of the city in words, Chinese and English, for people who never see the language they are written in."""

from typing import assert_never

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from shanqiao.engines.eligibility import Always, Among, Column, Compare, Every, Some

from .conditions import AGES, either, in_sign

LANGUAGES = ("zh-hans", "en")
FEN = ("fen", "fen a month")


def in_both_languages(expression, values=None):
    """(Chinese, English) of what a rule says.

    Args:
        values: {parameter: value} of a day, told beside the names of parameters.
    """
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append(rule_in_words(expression, values))
    return tuple(told)


def rule_in_words(expression, values=None):
    """What a rule says, in the language of the page."""
    return _tree(expression.tree, _Telling(expression.vocabulary, values or {}))


def leaf_in_words(leaf, vocabulary):
    """One comparison of a rule, as what is asked of a resident."""
    return _Telling(vocabulary, {}).leaf(leaf)


def said(words):
    """`Words` of an engine in the language of the page."""
    return words.zh if (get_language() or "zh").startswith("zh") else words.en


class _Telling:
    """Knows the words of the names and values of one vocabulary."""

    def __init__(self, vocabulary, values):
        self._terms, self._values = vocabulary.terms, values

    def leaf(self, leaf):
        match leaf:
            case Compare("age", sign, int(years)) if sign in AGES:
                return AGES[sign] % {"n": years}
            case Compare("disability", ">=", 1) | Compare("disability", ">", 0):
                return _("with a disability")
            case Compare(column, sign, bool(yes)):
                is_so = yes is (sign == "==")
                return said(self._terms[column].words) if is_so else self._not(column)
            case Compare(column, sign, against):
                what = said(self._terms[column].words)
                return in_sign(sign) % {"what": what, "value": self._value(column, against)}
            case Among(column, values, inside):
                listed = either([self._value(column, value) for value in values])
                words = _("%(what)s: %(value)s") if inside else _("%(what)s: not %(value)s")
                return words % {"what": said(self._terms[column].words), "value": listed}

    def _not(self, column):
        return _("not so: %(what)s") % {"what": said(self._terms[column].words)}

    def _value(self, column, value):
        if isinstance(value, Column):
            return self._parameter(value.name)
        called = self._terms[column].called(value)
        return said(called) if called else counted(value, self._terms[column])

    def _parameter(self, name):
        term = self._terms[name]
        if name not in self._values:
            return said(term.words)
        return _("%(what)s (%(value)s)") % {
            "what": said(term.words),
            "value": counted(self._values[name], term),
        }


def counted(value, term):
    """A number in the unit of its term; money in yuan."""
    if isinstance(value, int) and term.unit.en in FEN:
        return f"¥{value / 100:,.2f}"
    return f"{value}%" if term.unit.en == "per cent" else str(value)


def _tree(tree, telling, inside=False):
    match tree:
        case Compare() | Among():
            return telling.leaf(tree)
        case Always(yes):
            return _("everybody") if yes else _("nobody")
        case Every(parts):
            words = _(", and ").join(_tree(part, telling, inside=True) for part in parts)
        case Some(parts):
            words = _(", or ").join(_tree(part, telling, inside=True) for part in parts)
        case other:
            assert_never(other)
    return _("(%(words)s)") % {"words": words} if inside else words
