"""Which filters are on, as words one can take away one by one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from .words import day


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    without: str  # the address's query without this filter


def chips_of(filterset, query):
    """The filters that narrow this list now.

    Args:
        query: the QueryDict of the address.
    """
    if not filterset.form.is_bound or not hasattr(filterset.form, "cleaned_data"):
        return []
    chips = []
    for name, value in filterset.form.cleaned_data.items():
        field = filterset.form.fields[name]
        for part in _parts(value):
            chips.append(Chip(str(field.label), _words(field, part), _without(query, name, part)))
    return chips


def _parts(value):
    """A filter may hold several values; nothing chosen is none of them."""
    if value is None or value == "":
        return []
    if isinstance(value, slice):
        return [value]
    if isinstance(value, (list, tuple)) or hasattr(value, "iterator"):
        return list(value)
    return [value]


def _words(field, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, slice):
        return " – ".join(_words(field, end) if end else "…" for end in (value.start, value.stop))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Model):
        return str(value)
    for code, label in _flat(getattr(field, "choices", ())):
        if str(code) == str(value):
            return str(label)
    return str(value)


def _flat(choices):
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield code, label


def _without(query, name, part):
    left = query.copy()
    for gone in ("page", "export"):
        left.pop(gone, None)
    if isinstance(part, slice):
        for end in ("_min", "_max", "_after", "_before"):
            left.pop(name + end, None)
    else:
        key = str(part.pk if isinstance(part, Model) else part)
        values = [v for v in left.getlist(name) if v != key]
        # a single value is always taken away, however it was written in the address
        left.setlist(name, values if len(left.getlist(name)) > 1 else [])
    return f"?{left.urlencode()}"
