"""Two records field by field, with what differs marked to the character."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shanqiao.www.parts.words import day, moment

from .words import marked


@dataclass(frozen=True)
class Row:
    """One field of both records; ``first`` and ``second`` are HTML."""

    label: str
    first: str
    second: str
    how: str  # same, differs, unknown


def rows_of(first, second):
    """The fields in the order in which people compare them."""
    return [
        _row(label, str(value(first) or ""), str(value(second) or "")) for label, value in _fields()
    ]


def _fields():
    return (
        (_("Name"), lambda r: r.name),
        (_("Sex"), lambda r: r.get_sex_display()),
        (_("Born on"), lambda r: day(r.born_on) if r.born_on else ""),
        (_("Identity number"), lambda r: r.id_number),
        (_("Phone"), lambda r: r.phone),
        (_("Address"), lambda r: r.address),
        (_("Street"), lambda r: r.street),
        (_("District"), lambda r: r.street.district),
        (_("Hardship category"), lambda r: r.get_hardship_display()),
        (_("Registered"), lambda r: moment(r.registered_at)),
    )


def _row(label, one, other):
    if not one or not other:
        return Row(label, one or "–", other or "–", "unknown")
    if one == other:
        return Row(label, one, other, "same")
    here, there = marked(one, other)
    return Row(label, here, there, "differs")
