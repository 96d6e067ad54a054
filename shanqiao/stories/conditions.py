"""Givers' conditions in words, for people who never see the language they are written in."""

from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.places.models import District, Street
from shanqiao.apps.residents.models import Resident
from shanqiao.engines.eligibility import Always, Among, Column, Compare, Every, Some, parse

NAMES = {
    "age": gettext_lazy("age"),
    "disability": gettext_lazy("disability grade"),
    "hardship": gettext_lazy("hardship"),
    "illness": gettext_lazy("illness"),
    "local": gettext_lazy("household registration in the city"),
    "severity": gettext_lazy("severity"),
    "urgency": gettext_lazy("urgency"),
    "street": gettext_lazy("street"),
    "kind": gettext_lazy("kind of need"),
    "item": gettext_lazy("goods"),
    "quantity": gettext_lazy("amount needed"),
    "covered": gettext_lazy("amount covered"),
    "open_on": gettext_lazy("needed from"),
    "due_on": gettext_lazy("needed until"),
    "need": gettext_lazy("need"),
    "person": gettext_lazy("resident"),
}
AGES = {
    ">=": gettext_lazy("%(n)s or older"),
    ">": gettext_lazy("older than %(n)s"),
    "<": gettext_lazy("younger than %(n)s"),
    "<=": gettext_lazy("%(n)s or younger"),
}
_VALUES = {
    "hardship": Resident.Hardship,
    "illness": Resident.Illness,
    "urgency": Assessment.Urgency,
}


def condition_in_words(text):
    """``age >= 60 && local`` is "60 or older, and registered in the city"; "" for everybody."""
    return _tree(parse(text).tree) if text else ""


def comparison_in_words(leaf):
    """One comparison, as what is asked of a resident or a need."""
    match leaf:
        case Compare("age", sign, int(years)) if sign in AGES:
            return AGES[sign] % {"n": years}
        case Compare("local", sign, bool(yes)) if sign in ("==", "!="):
            here = yes is (sign == "==")
            return _("registered in this city") if here else _("registered in another place")
        case Compare("disability", ">=", 1) | Compare("disability", ">", 0):
            return _("with a disability")
        case Compare("disability", "!=", 0):
            return _("with a disability")
        case Compare("illness", "!=", "none"):
            return _("ill")
        case Among("need", _values, False):
            return _("the fund has neither declined this need nor asked for it by hand")
        case Compare(column, sign, against):
            return in_sign(sign) % {"what": NAMES[column], "value": value_in_words(column, against)}
        case Among(column, values, inside):
            listed = either([value_in_words(column, value) for value in values])
            words = _("%(what)s: %(value)s") if inside else _("%(what)s: not %(value)s")
            return words % {"what": NAMES[column], "value": listed}


def places_in_words(codes, names=None):
    """The names of the districts and streets that are served, or the whole city.

    Args:
        codes: of 6 or 9 digits.
        names: as `names_of` gives them, where several lists are told.
    """
    if not codes:
        return _("the whole city")
    names = names_of(codes) if names is None else names
    return _(", ").join(names.get(code, code) for code in codes)


def names_of(codes):
    """The name of each district or street, by code."""
    districts = District.objects.in_bulk([code for code in codes if len(code) == 6])
    streets = Street.objects.in_bulk([code for code in codes if len(code) == 9])
    return {code: str(place) for code, place in {**districts, **streets}.items()}


def value_in_words(column, value):
    """A value of one column as people say it: the name of a hardship, yes or no."""
    if isinstance(value, Column):
        return str(NAMES[value.name])
    if column in _VALUES:
        known = dict(_VALUES[column].choices)
        return str(known.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _tree(tree, inside=False):
    match tree:
        case Compare() | Among():
            return comparison_in_words(tree)
        case Always(yes):
            return _("everybody") if yes else _("nobody")
        case Every(parts):
            return _bracketed(_(", and ").join(_tree(part, inside=True) for part in parts), inside)
        case Some(parts):
            return _bracketed(_(", or ").join(_tree(part, inside=True) for part in parts), inside)
        case other:
            assert_never(other)


def _bracketed(words, inside):
    return _("(%(words)s)") % {"words": words} if inside else words


def either(words):
    """One of several, as people list them."""
    if len(words) == 1:
        return words[0]
    return _("%(some)s or %(last)s") % {"some": _(", ").join(words[:-1]), "last": words[-1]}


def in_sign(sign):
    """The sentence of a comparison, with places for what and value."""
    return {
        "==": _("%(what)s: %(value)s"),
        "!=": _("%(what)s: not %(value)s"),
        ">=": _("%(what)s at least %(value)s"),
        ">": _("%(what)s above %(value)s"),
        "<=": _("%(what)s at most %(value)s"),
        "<": _("%(what)s below %(value)s"),
    }[sign]
