"""The balance of a bank beside that of the books at the end of a day, and what stands on one side only."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shanqiao.apps.bank.matching import UNIT
from shanqiao.apps.bank.models import BankAccount, MatchLine, MatchPart, StatementLine, Unmatch
from shanqiao.apps.bank.queries import accounts_of
from shanqiao.apps.bank.standing import Standing, standings_of
from shanqiao.apps.books.models import Account, Posting
from shanqiao.apps.books.queries import balance
from shanqiao.apps.registry.models import Organisation

# Note [What stands on one side only at the end of a day]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# The bank has a line before the books have the movement, or the other way round. Each is added to the side that lacks it;
# then both sides say the same. What was matched up to now is known: a match of which every line and every movement is of
# the day or before is on both sides. Where some of it came later, what is there already is open on that day.
#
# - The books know how much stands at one number of the chart, not at which bank. So accounts of one number are looked at
#   together, and where nothing tells the balance of one of them, that of all is not known.
# - A movement between two places (from a platform to the bank) is one movement and a line at either; a match of lines
#   elsewhere says nothing here.
# - What the books opened with is what stood at the bank before its first line. No line belongs to it, so it is no open item.
#
# Lines and movements that are matched come to the same, to the fen. So whatever is matched, the difference is what stood
# at the bank before the first line that is known, and what is missing where its balance breaks off, less what the books
# opened with.


@dataclass(frozen=True, kw_only=True)
class PlaceAtBanks:
    """Accounts in yuan of one host that its books do not tell apart. See Note [What stands on one side only at the end of a day]."""

    host: Organisation
    number: str
    accounts: tuple[BankAccount, ...]

    @property
    def key(self) -> str:
        """By which a page names it."""
        return f"{self.host.pk}-{self.number}"

    @property
    def last_on(self) -> date | None:
        """The last day of which there are lines."""
        return max((a.last_on for a in self.accounts if a.last_on), default=None)


@dataclass(frozen=True, kw_only=True)
class OpenItems:
    """One of the four lists: what is on one side only, the earliest first."""

    rows: QuerySet
    n: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """The balances of a place at the end of a day, in fen, and what leads from the one to the other.

    Args:
        standings: (account, its `Standing`, or None where nothing tells).
        bank_in, bank_out: lines that the books lack; books_in, books_out: movements that the bank lacks.
        opened_with: what the books opened with, up to the day.
        first_line_on: the day of the first line of these accounts.
        earlier: (how many, in less out) of the movements among the open ones that are of days before that.
    """

    place: PlaceAtBanks
    on: date
    standings: tuple[tuple[BankAccount, Standing | None], ...]
    books: int
    bank_in: OpenItems
    bank_out: OpenItems
    books_in: OpenItems
    books_out: OpenItems
    opened_with: int
    first_line_on: date | None
    earlier: tuple[int, int] = field(default=(0, 0))

    @property
    def untold(self) -> list[BankAccount]:
        """The accounts of which nothing tells the balance."""
        return [account for account, stands in self.standings if stands is None]

    @property
    def bank(self) -> int | None:
        """What the banks say; None where one of them does not."""
        if self.untold:
            return None
        return sum(stands.balance for _account, stands in self.standings if stands)

    @property
    def adjusted_bank(self) -> int | None:
        if self.bank is None:
            return None
        return self.bank + self.books_in.total - self.books_out.total

    @property
    def adjusted_books(self) -> int:
        return self.books + self.bank_in.total - self.bank_out.total

    @property
    def difference(self) -> int | None:
        """How much more the bank says than the books when all is added; None where its balance is not known."""
        return None if self.adjusted_bank is None else self.adjusted_bank - self.adjusted_books

    @property
    def before(self) -> int | None:
        """What the banks say beyond all their lines: it stood there before these, or lines are missing or there twice."""
        if self.untold:
            return None
        return sum(s.balance - s.moved for _account, s in self.standings if s)


def places_at_banks(hosts) -> list[PlaceAtBanks]:
    """Where the money of some hosts stands in their books, with the accounts at banks of each."""
    found: dict[tuple[Organisation, str], list[BankAccount]] = {}
    for account in accounts_of(hosts).filter(currency="CNY"):
        found.setdefault((account.host, account.number_in_books), []).append(account)
    return [
        PlaceAtBanks(host=host, number=number, accounts=tuple(accounts))
        for (host, number), accounts in found.items()
    ]


def reconciled(place: PlaceAtBanks, *, on: date) -> Reconciliation:
    """The balance of the banks beside that of the books. See Note [What stands on one side only at the end of a day]."""
    keys = [account.pk for account in place.accounts]
    booked = Account.objects.filter(
        host=place.host, unit=UNIT, line=None, number=place.number
    ).first()
    stands = standings_of(keys, on=on)
    lines = _open_lines(keys, on)
    moves = _open_postings(booked, keys, on)
    came, went = Q(amount__gt=0), Q(amount__lt=0)
    into, out_of = Q(debit=booked), Q(credit=booked)
    of_lines = lines.order_by().aggregate(
        came=Coalesce(Sum("amount", filter=came), 0),
        went=Coalesce(-Sum("amount", filter=went), 0),
        came_n=Count("pk", filter=came),
        went_n=Count("pk", filter=went),
    )
    first_on = StatementLine.objects.filter(account__in=keys).aggregate(on=Min("booked_on"))["on"]
    early = Q(on__lt=first_on or date.min)
    of_moves = moves.order_by().aggregate(
        came=_sum(into),
        went=_sum(out_of),
        came_n=Count("pk", filter=into),
        went_n=Count("pk", filter=out_of),
        early_n=Count("pk", filter=early),
        early=_sum(early & into) - _sum(early & out_of),
    )
    opened = _opened(booked, on).aggregate(total=_sum(into) - _sum(out_of))["total"]
    return Reconciliation(
        place=place,
        on=on,
        standings=tuple((account, stands[account.pk]) for account in place.accounts),
        books=balance(booked, on=on) if booked else 0,
        bank_in=_items(lines.filter(came), of_lines, "came"),
        bank_out=_items(lines.filter(went), of_lines, "went"),
        books_in=_items(moves.filter(into), of_moves, "came"),
        books_out=_items(moves.filter(out_of), of_moves, "went"),
        opened_with=int(opened),
        first_line_on=first_on,
        earlier=(of_moves["early_n"], int(of_moves["early"])),
    )


def _items(rows, sums, side):
    return OpenItems(rows=rows, n=sums[f"{side}_n"], total=int(sums[side]))


def _sum(which):
    return Coalesce(Sum("amount", filter=which), 0)


def _open_lines(accounts, on):
    """Lines up to a day that no movement up to it is, each with the number of its match (``held_by``) where it has one."""
    holds = _holding(MatchLine).filter(line=OuterRef("pk"))
    lines = StatementLine.objects.filter(account__in=accounts, booked_on__lte=on)
    return (
        lines.exclude(Exists(_whole_by(holds, on)))
        .annotate(held_by=Subquery(holds.values("match")[:1]))
        .select_related("account")
        .order_by("booked_on", "pk")
    )


def _open_postings(booked, accounts, on):
    """Movements up to a day that no line of these accounts up to it is, each with ``held_by``."""
    here = MatchLine.objects.filter(match=OuterRef("match"), line__account__in=accounts)
    holds = _holding(MatchPart).filter(posting=OuterRef("pk"))
    moves = Posting.objects.filter(Q(debit=booked) | Q(credit=booked), on__lte=on)
    if booked is None:
        moves = moves.none()
    return (
        moves.exclude(_is_opening())
        .exclude(Exists(_whole_by(holds.filter(Exists(here)), on)))
        .annotate(held_by=Subquery(holds.values("match")[:1]))
        .order_by("on", "pk")
    )


def _opened(booked, on):
    """What the books opened with that no match holds."""
    opening = Posting.objects.filter(_is_opening(), on__lte=on)
    return opening.filter(Q(debit=booked) | Q(credit=booked)) if booked else opening.none()


def _is_opening():
    holds = _holding(MatchPart).filter(posting=OuterRef("pk"))
    return Q(kind=Posting.Kind.OPENING) & ~Q(Exists(holds))


def _holding(places):
    """Places of matches that nobody took back; asked so that the server sees how many these are, and plans for them."""
    return places.objects.exclude(Exists(Unmatch.objects.filter(match=OuterRef("match"))))


def _whole_by(places, on):
    """Those places of matches all of whose lines and movements are of the day or before."""
    later = Posting.objects.filter(pk=OuterRef("posting"), on__gt=on)
    parts = MatchPart.objects.filter(Exists(later), match=OuterRef("match"))
    lines = MatchLine.objects.filter(match=OuterRef("match"), line__booked_on__gt=on)
    return places.exclude(Exists(lines)).exclude(Exists(parts))
