"""How much a charity spends at least, and what its management may cost, seen before the year is over.

Source: 慈善法 第61条; 民发〔2016〕189号 (rules US-07 to US-14). Each limit says how sure we are of its text.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

SMALL_MANAGEMENT = (
    200_000_00  # fen a year; below it the ratio does not bind (US-12, read in a report)
)
SURE = {"read", "press", "memory"}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One row of `ratios.csv`: who is bound by which shares (percent) of what."""

    code: str
    forms: tuple[str, ...]
    public: bool
    base: str  # income | net_assets, of the year before
    least: int  # fen, included
    below: int | None  # fen, not included
    spending: int
    income: int | None
    management: int
    since: date
    source: str
    sure: str


@dataclass(frozen=True, kw_only=True)
class Base:
    """What counts of the years before, in fen. The income is worked out as US-13 says."""

    income: int
    average_income: int | None  # of three years, where three are known
    net_assets: int
    audited: bool


@dataclass(frozen=True, kw_only=True)
class Spending:
    """One year of a host up to a day, against its limit. All in fen."""

    limit: Limit
    base: Base
    spent: int
    promised: int
    management: int
    needed: int  # to be spent in the year
    part_of_year: float

    @property
    def missing(self):
        """What has still to be spent by 31 December."""
        return max(0, self.needed - self.spent)

    @property
    def projected(self):
        """What the year comes to at the pace so far, and at least with what is promised."""
        pace = round(self.spent / self.part_of_year) if self.part_of_year else self.spent
        return max(pace, self.spent + self.promised)

    @property
    def management_allowed(self):
        """What management may cost, of everything that will have been spent at this pace."""
        return self.projected_total * self.limit.management // 100

    @property
    def projected_management(self):
        return round(self.management / self.part_of_year) if self.part_of_year else self.management

    @property
    def projected_total(self):
        return self.projected + self.projected_management

    @property
    def management_is_small(self):
        return self.projected_management < SMALL_MANAGEMENT

    @property
    def spends_enough(self):
        return self.projected >= self.needed

    @property
    def manages_within(self):
        return self.management_is_small or self.projected_management <= self.management_allowed

    @property
    def in_danger(self):
        return not (self.spends_enough and self.manages_within)


@cache
def limits():
    """All rows of the file, as they are written."""
    text = (files("shanqiao.data") / "ratios" / "ratios.csv").read_text(encoding="utf-8")
    return tuple(_limit(row) for row in csv.DictReader(text.splitlines()))


def limit_for(*, form, public, net_assets, on):
    """The limit that binds a charity of this form on that day, or None."""
    for limit in limits():
        if form in limit.forms and limit.public == public and limit.since <= on:
            fits = limit.least <= max(0, net_assets)
            if fits and (limit.below is None or net_assets < limit.below):
                return limit
    return None


def needed_by(limit, base):
    """How much is to be spent in the year: the lower of last year and the average of three, where both are known."""
    if limit.base == "income":
        known = [n for n in (base.income, base.average_income) if n is not None]
        return -(-min(known) * limit.spending // 100)
    of_assets = -(-max(0, base.net_assets) * limit.spending // 100)
    of_income = -(-base.income * limit.income // 100) if limit.income else 0
    return max(of_assets, of_income)


def spending_of(*, limit, base, spent, promised, management, on):
    """A year as it stands on that day."""
    first = date(on.year, 1, 1)
    days = (date(on.year, 12, 31) - first).days + 1
    return Spending(
        limit=limit,
        base=base,
        spent=spent,
        promised=promised,
        management=management,
        needed=needed_by(limit, base),
        part_of_year=((on - first).days + 1) / days,
    )


def _limit(row):
    def fen(yuan):
        return int(yuan) * 100 if yuan else None

    return Limit(
        code=row["code"],
        forms=tuple(row["forms"].split()),
        public=row["public"] == "yes",
        base=row["base"],
        least=fen(row["from_yuan"]) or 0,
        below=fen(row["to_yuan"]),
        spending=int(row["spending_percent"]),
        income=int(row["income_percent"]) if row["income_percent"] else None,
        management=int(row["management_percent"]),
        since=date.fromisoformat(row["since"]),
        source=row["source"],
        sure=row["sure"],
    )
