"""What raising money cost a host this year, beside what was raised in public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.governing.drafts import Draft, draft
from shanqiao.apps.governing.raising import Raised, raising_booked

LIMIT = "FR-16"


@dataclass(frozen=True, kw_only=True)
class Raising:
    """One year of a host so far, in fen.

    Args:
        cost: as it is booked; appraisals of gifts are told, and not held against the draft: nobody appealed for these.
        income: what was raised in public: money, and goods with the worth that was told.
        limit: what a draft would allow; None where there is no such draft any more.
    """

    cost: Raised
    income: int
    limit: Draft | None

    @property
    def allowed(self):
        return self.limit and self.limit.allows(self.income)

    @property
    def above(self):
        """Would the draft, as it is, find this too much? It blocks nothing."""
        return self.limit is not None and self.cost.raising > self.allowed

    @property
    def says_something(self):
        return bool(self.cost.booked or self.income)


def raising_of(host, *, on):
    """`Raising` of a host from the first day of that day's year."""
    first = date(on.year, 1, 1)
    return Raising(
        cost=raising_booked(host, first=first, last=on),
        income=_raised_in_public(host, first=first, last=on),
        limit=draft(LIMIT),
    )


def _raised_in_public(host, *, first, last):
    gifts = Gift.objects.raised_in_public().standing().filter(purse__fund__host=host)
    came = gifts.filter(on__gte=first, on__lte=last).aggregate(
        money=Sum("amount", filter=Q(unit="fen")),
        goods=Sum("in_kind__valued", filter=Q(how=Gift.How.GOODS)),
    )
    return (came["money"] or 0) + (came["goods"] or 0)
