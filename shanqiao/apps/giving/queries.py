import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import NamedTuple

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from shanqiao.apps.sealing.fields import token_of

from .models import Donor, DonorQuestion, Gift, Pledge
from .phones import digits_of

PHONE = "giving.donor.phone"


class Mark(NamedTuple):
    """By what a donor of a host is known: an enterprise by its code, a person by name and telephone."""

    kind: str
    uscc: str = ""
    name: str = ""
    phone: str = ""  # its token


def mark_of(*, kind, name="", uscc="", phone="", **_more):
    """The mark of who is told of, or None: a name alone is nobody, since two givers may share it."""
    if kind == Donor.Kind.ANONYMOUS:
        return Mark(kind)
    if uscc := uscc.strip().upper():
        return Mark(kind, uscc=uscc)
    if digits := digits_of(phone):
        return Mark(kind, name=name.strip(), phone=token_of(digits, place=PHONE))
    return None


def known_donors(*, host, marks):
    """{mark: the donor of a host who bears it}, of some marks."""
    asked = set(filter(None, marks))
    mine, found = Donor.objects.filter(host=host), {}
    if any(mark == Mark(Donor.Kind.ANONYMOUS) for mark in asked):
        nobody = mine.filter(kind=Donor.Kind.ANONYMOUS)
        found |= {Mark(donor.kind): donor for donor in nobody}
    if codes := {mark.uscc for mark in asked if mark.uscc}:
        found |= {Mark(d.kind, uscc=d.uscc): d for d in mine.filter(uscc__in=codes)}
    if phones := {mark.phone for mark in asked if mark.phone}:
        called = mine.filter(phone_token__in=phones)
        found |= {Mark(d.kind, name=d.name, phone=d.phone_token): d for d in called}
    return {mark: donor for mark, donor in found.items() if mark in asked}


def known_donor(*, host, **giver):
    """The donor of a host who is meant by what was told, or None."""
    mark = mark_of(**giver)
    return known_donors(host=host, marks=[mark]).get(mark)


@dataclass(frozen=True)
class Instalment:
    """One time at which a promise is due, and how much of it arrived.

    Args:
        paid: what arrived, counted towards the earliest first.
        state: kept, part, late or due.
    """

    on: date
    amount: int
    paid: int
    state: str


def with_paid(pledges):
    """Each promise with what arrived for it: paid, in its unit."""
    paid = (
        Gift.objects.standing()
        .filter(pledge=OuterRef("pk"))
        .order_by()
        .values("pledge")
        .annotate(all=Sum("amount"))
        .values("all")
    )
    return pledges.annotate(paid=Coalesce(Subquery(paid), 0))


def instalments_of(pledge, *, paid, on):
    """When a promise was due until ``on`` and once more, and whether it was kept.

    Args:
        paid: all that arrived for it.
    """
    found = []
    for due in _due_days(pledge):
        here = min(pledge.amount, max(0, paid - len(found) * pledge.amount))
        if here == pledge.amount:
            state = "kept"
        elif due < on:
            state = "part" if here else "late"
        else:
            state = "due"
        found.append(Instalment(due, pledge.amount, here, state))
        if due >= on and here < pledge.amount:
            break
    return found


def is_late(pledge, *, paid, on):
    """Is something due of a promise and not there?"""
    return any(one.state in ("late", "part") for one in instalments_of(pledge, paid=paid, on=on))


def told_of_file(gift_file):
    """{"says": why it cannot be used, as {"zh", "en"}; "first_rows": name, amount and day of its first new rows}."""
    return {
        "says": json.loads(gift_file.says or "{}"),
        "first_rows": [
            row | {"on": date.fromisoformat(row["on"])}
            for row in json.loads(gift_file.first_rows or "[]")
        ],
    }


def headings_of(gift_file):
    """The headings of the columns of a file of gifts, as they are written there."""
    return json.loads(gift_file.headings or "[]")


def told_of_row(row):
    """({what is wrong with it: "column", "value", "zh", "en"}, what is written in its cells) of a row that is no gift."""
    return json.loads(row.problems or "[]"), json.loads(row.cells or "[]")


def open_questions():
    """Questions of givers that are not answered yet, those due first first."""
    return (
        DonorQuestion.objects.filter(answer=None)
        .select_related("donor", "gift", "by")
        .order_by("due_on", "pk")
    )


def _due_days(pledge):
    """The days on which a promise is due; a month that is too short has its last day instead."""
    ends = [day for day in (pledge.last_on, pledge.ended_on) if day]
    last = min(ends) if ends else date.max
    if pledge.every == Pledge.Every.ONCE:
        if pledge.first_on <= last:
            yield pledge.first_on
        return
    first = pledge.first_on
    for n in count():
        year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
        due = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        if due > last:
            return
        yield due
