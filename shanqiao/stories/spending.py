"""What the hosts of funds have spent this year, against what the law asks, before the year is over."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import ExtractMonth
from django.utils.timezone import localdate

from shanqiao.apps.books.lines import COST
from shanqiao.apps.books.models import Posting
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.governing.management import management_booked
from shanqiao.apps.governing.models import YearFigures
from shanqiao.apps.governing.ratios import Base, Spending, limit_for, spending_of
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.registry.queries import certificate_of

from .raising import Raising, raising_of

# Note [Two words on management]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What management costs is known from two sides: the books, where fees are booked as they are paid, and what the accountant
# wrote down from the host's own accounts, which hold costs that do not pass through these books. Neither is the whole truth
# by itself, so both are shown with their difference, and the limit is held against the larger.


@dataclass(frozen=True, kw_only=True)
class Management:
    """The management fee of a year so far, in fen: as booked, and as written down (None where nobody did).

    See Note [Two words on management].
    """

    booked: int
    written: int | None

    @property
    def counted(self):
        return max(self.booked, self.written or 0)

    @property
    def difference(self):
        """What the books say beyond what was written down; None where nothing can be compared."""
        return None if self.written is None else self.booked - self.written

    @property
    def disagrees(self):
        """Both say something, and not the same."""
        return bool(self.booked and self.difference)


@dataclass(frozen=True, kw_only=True)
class Year:
    """One host in one year: what is known, and how it stands against its limit, or None where that is not known."""

    host: Organisation
    year: int
    public: bool
    last: YearFigures | None
    this: YearFigures | None
    spending: Spending | None
    management: Management
    raising: Raising
    months: list[int]  # fen spent up to the end of each month so far

    @property
    def in_danger(self):
        return self.spending is not None and self.spending.in_danger


def year_of(host, *, at):
    """A host's spending in the year of that instant.

    What was spent is what the funds booked with it gave, goods with what they are worth, or what the accountant wrote down
    for this year, whichever is more: a host also spends beside these funds. See Note [Two words on management].
    """
    on = localdate(at)
    known = _figures(host, years=range(on.year - 3, on.year + 1))
    last, this = known.get(on.year - 1), known.get(on.year)
    months = _spent_by_month(host, on)
    management = Management(
        booked=management_booked(host, first=date(on.year, 1, 1), last=on),
        written=this.management if this else None,
    )
    public = certificate_of(host, on=on) is not None
    spending = None
    if last is not None:
        limit = limit_for(form=host.form, public=public, net_assets=last.net_assets, on=on)
        if limit is not None:
            spending = spending_of(
                limit=limit,
                base=_base(known, on.year),
                spent=max(months[-1], this.spending if this else 0),
                promised=_promised(host),
                management=management.counted,
                on=on,
            )
    return Year(
        host=host,
        year=on.year,
        public=public,
        last=last,
        this=this,
        spending=spending,
        management=management,
        raising=raising_of(host, on=on),
        months=months,
    )


def _figures(host, *, years):
    """The latest row of each year."""
    rows = YearFigures.objects.filter(host=host, year__in=list(years)).order_by("at", "pk")
    return {row.year: row for row in rows}


def _base(known, year):
    incomes = [_income(known[y]) for y in range(year - 3, year) if y in known]
    last = known[year - 1]
    return Base(
        income=_income(last),
        average_income=sum(incomes) // 3 if len(incomes) == 3 else None,
        net_assets=last.net_assets,
        audited=last.audited,
    )


def _income(figures):
    """Source: 民发〔2016〕189号 第10条, read in a report (rules US-13)."""
    return max(0, figures.income - figures.bound_beyond + figures.released)


def _spent_by_month(host, on):
    """What the purses of a host gave from January to the month of that day, in fen, added up month after month.

    Goods are there with their worth. See Note [Worth beside pieces].
    """
    uses = Posting.objects.filter(
        kind=Posting.Kind.USE, on__gte=date(on.year, 1, 1), on__lte=on
    ).annotate(month=ExtractMonth("on"))
    given = Counter()
    for sign, side in ((1, "debit"), (-1, "credit")):  # what came back is credited
        of_purses = {f"{side}__host": host, f"{side}__unit": "fen", f"{side}__number": COST}
        rows = uses.filter(**of_purses).exclude(**{f"{side}__line": None})
        for month, fen in rows.values_list("month").annotate(fen=Sum("amount")).order_by():
            given[month] += sign * fen
    total, months = 0, []
    for month in range(1, on.month + 1):
        total += given[month]
        months.append(total)
    return months


def _promised(host):
    held = Purse.objects.filter(fund__host=host, unit="fen").aggregate(fen=Sum("line__held"))
    return held["fen"] or 0


def years_of_hosts(*, at):
    """Every host of a fund, in the year of that instant; the largest shortfall first."""
    years = [
        year_of(host, at=at) for host in Organisation.objects.filter(funds__isnull=False).distinct()
    ]

    def shortfall(year):
        s = year.spending
        return (s.projected - s.needed if s else 0, year.host.pk)

    return sorted(years, key=shortfall)
