"""Which posting of the books is which line of an account: suggested, decided by people, taken back by a new row."""

from collections import defaultdict
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shanqiao.apps.books.models import Account, Posting
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import BankAccount, Match, StatementLine, Unmatch

WITHIN = timedelta(days=3)
UNIT = "fen"  # the books of a host are kept in yuan; accounts in other currencies are not reconciled here


class CannotMatch(Exception):
    """Amount, side or host differ, or one of both is matched already."""


@transaction.atomic
def match_line(*, line, posting, by, at):
    """A line of an account is a posting of the books. See Note [A line and a posting are one pair at a time].

    Raises:
        CannotMatch: with the reason in words.
    """
    account = line.account
    booked = _sides(account.host_id, account.number_in_books)
    side = posting.debit_id if line.amount > 0 else posting.credit_id
    if account.currency != "CNY" or side not in booked or posting.amount != abs(line.amount):
        raise CannotMatch(_("Amount, direction or account differ, so they are not the same."))
    if _live(Match.objects.filter(Q(line=line) | Q(posting=posting.pk))).exists():
        raise CannotMatch(_("One of both was matched already. Nothing was changed."))
    try:
        with transaction.atomic():
            match = Match.objects.create(
                line=line,
                posting=posting.pk,
                line_turn=Match.objects.filter(line=line).count(),
                posting_turn=Match.objects.filter(posting=posting.pk).count(),
                by=by,
                at=at,
            )
    except IntegrityError as refusal:
        raise CannotMatch(in_words(refusal, Match)) from refusal
    note(act="bank.match", subject=match, by=by, at=at)
    return match


@transaction.atomic
def take_match_back(*, match, why, by, at):
    """A match was a mistake: line and posting are free again. Taken back twice, it is taken back once.

    Raises:
        CannotMatch: no reason is given.
    """
    if not why.strip():
        raise CannotMatch(_("Say in a few words why they are not the same."))
    undone, is_new = Unmatch.objects.get_or_create(
        match=match, defaults={"why": why.strip()[:200], "by": by, "at": at}
    )
    if is_new:
        note(act="bank.unmatch", subject=match, by=by, at=at, why=undone.why)
    return undone


def unmatched_lines(hosts):
    """Lines of the accounts of some hosts that no posting was found for, the earliest first."""
    lines = StatementLine.objects.filter(account__host__in=hosts, account__currency="CNY")
    return (
        lines.exclude(Exists(_live(Match.objects.filter(line=OuterRef("pk")))))
        .select_related("account")
        .order_by("booked_on", "pk")
    )


def unmatched_postings(hosts):
    """Postings into or out of the accounts at banks of some hosts that no line was found for, with ``signed``."""
    accounts = accounts_in_books(hosts)
    postings = Posting.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    return postings.exclude(Exists(_live(Match.objects.filter(posting=OuterRef("pk"))))).order_by(
        "on", "pk"
    )


def matches_of(hosts):
    """Pairs that hold, the latest first."""
    pairs = _live(Match.objects.filter(line__account__host__in=hosts))
    return pairs.select_related("line__account", "by").order_by("-at", "-pk")


def accounts_in_books(hosts):
    """Where the money of the accounts of some hosts stands in their books."""
    kept = BankAccount.objects.filter(host__in=hosts, currency="CNY")
    numbers = set(kept.values_list("number_in_books", flat=True)) | {BankAccount.InBooks.BANK}
    return Account.objects.filter(host__in=hosts, unit=UNIT, line=None, number__in=numbers)


def suggested(lines):
    """{line: postings that it may be, the likeliest first}: the same amount and direction, at most three days apart.

    Source:
        the order: a reference of the bank or words that name what the posting is about, then the nearer day.
    """
    lines = list(lines)
    if not lines:
        return {}
    hosts = {line.account.host_id for line in lines}
    days = [line.booked_on for line in lines]
    near = unmatched_postings(hosts).filter(
        amount__in={abs(line.amount) for line in lines},
        on__range=(min(days) - WITHIN, max(days) + WITHIN),
    )
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


def sums(hosts):
    """What is unmatched: {"lines": (how many, in, out), "postings": (how many, in, out)}, in fen."""
    lines = (
        unmatched_lines(hosts)
        .order_by()
        .aggregate(
            n=Count("pk"),
            came=Coalesce(Sum("amount", filter=Q(amount__gt=0)), 0),
            went=Coalesce(-Sum("amount", filter=Q(amount__lt=0)), 0),
        )
    )
    accounts = accounts_in_books(hosts)
    postings = (
        unmatched_postings(hosts)
        .order_by()
        .aggregate(
            n=Count("pk"),
            came=Coalesce(Sum("amount", filter=Q(debit__in=accounts)), 0),
            went=Coalesce(Sum("amount", filter=Q(credit__in=accounts)), 0),
        )
    )
    return {"lines": lines, "postings": postings}


def _live(matches):
    return matches.filter(undone=None)


def _sides(host, number):
    accounts = Account.objects.filter(host=host, unit=UNIT, line=None, number=number)
    return set(accounts.values_list("pk", flat=True))


def _place(account):
    return account.host_id, account.number


def _of_line(line):
    return line.account.host_id, line.account.number_in_books


def _unlikeness(line, posting):
    told = f"{line.reference} {line.words}".casefold()
    about = posting.about.casefold()
    named = bool(about) and (
        about in told or (line.reference and line.reference.casefold() in about)
    )
    return not named, abs(posting.on - line.booked_on), posting.pk
