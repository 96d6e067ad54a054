from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from shanqiao.apps.sealing.fields import token_of

from .models import Donor, DonorQuestion, Gift, Pledge
from .phones import digits_of

PHONE = "giving.donor.phone"


def known_donor(*, host, kind, name="", uscc="", phone=""):
    """The donor of a host who is meant by what was told, or None.

    An enterprise is known by its code; a person by name and telephone. A name alone is nobody: two givers may share it.
    """
    mine = Donor.objects.filter(host=host, kind=kind)
    if uscc := uscc.strip().upper():
        return mine.filter(uscc=uscc).first()
    if digits := digits_of(phone):
        return mine.filter(name=name.strip(), phone_token=token_of(digits, place=PHONE)).first()
    return None


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
