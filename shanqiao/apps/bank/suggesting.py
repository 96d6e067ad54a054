"""Which postings of the books a line of an account may be: one of its amount, or a group that adds up to it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Sum

from .matching import accounts_in_books, unmatched_lines, unmatched_postings
from .models import BankAccount

WITHIN = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Postings that belong together by something else than their sum.

    Args:
        sort: by what: kind, how, slip or batch.
        name: which of that sort; a kind of posting, the number of a slip, …
        on: the day of its postings, of the latest where there are several.
        postings: their numbers.
    """

    sort: str
    name: str
    on: date
    postings: tuple[int, ...]

    @property
    def key(self):
        """By which a page names it."""
        return f"{self.sort}:{self.name}:{self.on:%Y-%m-%d}"


def suggested(lines):
    """{line: postings that it may be, the likeliest first}: the same amount and direction, at most three days apart.

    Source:
        the order: a reference of the bank or words that name what the posting is about, then the nearer day.
    """
    lines = list(lines)
    if not lines:
        return {}
    near = _near(lines).filter(amount__in={abs(line.amount) for line in lines})
    sides = defaultdict(list)
    for posting in near.select_related("debit", "credit"):
        sides[_place(posting.debit), posting.amount].append(posting)
        sides[_place(posting.credit), -posting.amount].append(posting)
    return {
        line: sorted(
            (p for p in sides[_of_line(line), line.amount] if abs(p.on - line.booked_on) <= WITHIN),
            key=lambda posting: _unlikeness(line, posting),
        )
        for line in lines
    }


def groups_suggested(lines):
    """{line: groups that it may be, the nearer day first}: all unmatched postings of one kind and day, at most three days apart."""
    lines = list(lines)
    if not lines:
        return {}
    near = _near(lines)
    return fitting(lines, [("kind", "kind", side, near) for side in ("debit", "credit")])


def fitting(lines, candidates):
    """{line: groups of two or more candidates of one day that add up to it, the nearer day first}.

    Args:
        candidates: (sort, field by which groups are told apart, debit or credit, unmatched postings)
    """
    found = defaultdict(list)
    amounts = {abs(line.amount) for line in lines}
    accounts = accounts_in_books(_hosts(lines))
    for sort, field, side, postings in candidates:
        rows = (
            postings.filter(**{f"{side}__in": accounts})
            .order_by()
            .values(f"{side}__host", f"{side}__number", "on", name=F(field))
            .annotate(n=Count("pk"), total=Sum("amount"), members=ArrayAgg("pk"))
            .filter(n__gt=1, total__in=amounts)
        )
        for row in rows:
            place = row[f"{side}__host"], row[f"{side}__number"]
            total = int(row["total"]) * (1 if side == "debit" else -1)
            members = tuple(sorted(row["members"]))
            group = Group(sort=sort, name=row["name"], on=row["on"], postings=members)
            found[place, total].append(group)
    return {
        line: sorted(
            (
                group
                for group in found[_of_line(line), line.amount]
                if abs(group.on - line.booked_on) <= WITHIN
            ),
            key=lambda group: (abs(group.on - line.booked_on), group.key),
        )
        for line in lines
    }


def near_postings(lines):
    """Unmatched postings at the banks of the hosts of some lines, at most three days from the first or last of them."""
    return _near(list(lines))


def lines_at(account, *, came):
    """Unmatched lines of an account that came in, or that went out, the earliest first."""
    side = {"amount__gt": 0} if came else {"amount__lt": 0}
    return unmatched_lines([account.host_id]).filter(account=account, **side)


def postings_at(account, *, came):
    """Unmatched postings by which money came to an account, or went from it, the earliest first."""
    at = accounts_in_books([account.host_id]).filter(number=account.number_in_books)
    return unmatched_postings([account.host_id]).filter(
        **{"debit__in" if came else "credit__in": at}
    )


def places_of(posting):
    """[(account, did it come in)]: at which accounts of banks a posting may have a line, and on which side."""
    sides = [(posting.debit, True), (posting.credit, False)]
    hosts = {side.host_id for side, _came in sides}
    booked = set(accounts_in_books(hosts).filter(pk__in=[side.pk for side, _came in sides]))
    kept = BankAccount.objects.filter(host__in=hosts, currency="CNY").order_by("name", "pk")
    return [
        (account, came)
        for side, came in sides
        for account in kept
        if side in booked and _place(side) == _of_account(account)
    ]


def _near(lines):
    days = [line.booked_on for line in lines]
    return unmatched_postings(_hosts(lines)).filter(
        on__range=(min(days) - WITHIN, max(days) + WITHIN)
    )


def _hosts(lines):
    return {line.account.host_id for line in lines}


def _place(account):
    return account.host_id, account.number


def _of_line(line):
    return _of_account(line.account)


def _of_account(account):
    return account.host_id, account.number_in_books


def _unlikeness(line, posting):
    told = f"{line.reference} {line.words}".casefold()
    about = posting.about.casefold()
    named = bool(about) and (
        about in told or (line.reference and line.reference.casefold() in about)
    )
    return not named, abs(posting.on - line.booked_on), posting.pk
