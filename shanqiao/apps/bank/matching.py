"""Which postings of the books are which lines of an account: decided by people, taken back by a new row."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shanqiao.apps.books.models import Account, Posting
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import BankAccount, Match, MatchLine, MatchPart, StatementLine, Unmatch

UNIT = "fen"  # the books of a host are kept in yuan; accounts in other currencies are not reconciled here


class CannotMatch(Exception):
    """Account, side or host differ, the sum does, or something of it is matched already."""


class CannotMatchSum(CannotMatch):
    """The postings that were chosen come to another sum than the lines; ``off`` fen more (less, below zero)."""

    def __init__(self, words, *, off):
        super().__init__(words)
        self.off = off


@transaction.atomic
def match_lines(*, lines, postings, by, at):
    """These lines of an account are these postings of the books. See Note [A line and its postings belong together at a time].

    Raises:
        CannotMatchSum: the postings come to more, or less, than the lines.
        CannotMatch: with the reason in words.
    """
    lines, postings = _once(lines), _once(postings)
    _look_at_the_lines(lines)
    _look_at_the_sum(lines, postings)
    try:
        with transaction.atomic():
            match = Match.objects.create(line_count=len(lines), size=len(postings), by=by, at=at)
            MatchLine.objects.bulk_create(
                MatchLine(match=match, part=part, line=line) for part, line in enumerate(lines)
            )
            MatchPart.objects.bulk_create(
                MatchPart(match=match, part=part, posting=posting.pk)
                for part, posting in enumerate(postings)
            )
    except IntegrityError as refusal:
        raise CannotMatch(in_words(refusal, Match, MatchLine, MatchPart)) from refusal
    note(act="bank.match", subject=match, by=by, at=at)
    return match


@transaction.atomic
def take_match_back(*, match, why, by, at):
    """A match was a mistake: all its lines and all its postings are free again. Taken back twice, it is taken back once.

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
    matched = MatchLine.objects.filter(line=OuterRef("pk"), match__undone=None)
    return lines.exclude(Exists(matched)).select_related("account").order_by("booked_on", "pk")


def unmatched_postings(hosts):
    """Postings into or out of the accounts at banks of some hosts that no line was found for."""
    accounts = accounts_in_books(hosts)
    postings = Posting.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    matched = MatchPart.objects.filter(posting=OuterRef("pk"), match__undone=None)
    return postings.exclude(Exists(matched)).order_by("on", "pk")


def matches_of(hosts):
    """Matches that hold, the latest first: the numbers of their ``postings``, the ``amount`` their ``lines`` come to, and the day of the first, ``on``."""
    parts = MatchPart.objects.filter(match=OuterRef("pk")).order_by("part").values("posting")
    lines = MatchLine.objects.filter(match=OuterRef("pk"))
    of_lines = lines.order_by().values("match")
    told = MatchLine.objects.select_related("line__account").order_by("part")
    return (
        Match.objects.filter(
            Exists(lines.filter(line__account__host__in=hosts)),
            undone=None,
        )
        .annotate(
            postings=ArraySubquery(parts),
            amount=Subquery(of_lines.annotate(sum=Sum("line__amount")).values("sum")),
            on=Subquery(of_lines.annotate(first=Min("line__booked_on")).values("first")),
        )
        .select_related("by")
        .prefetch_related(Prefetch("lines", queryset=told))
        .order_by("-at", "-pk")
    )


def accounts_in_books(hosts):
    """Where the money of the accounts of some hosts stands in their books."""
    kept = BankAccount.objects.filter(host__in=hosts, currency="CNY")
    numbers = set(kept.values_list("number_in_books", flat=True)) | {BankAccount.InBooks.BANK}
    return Account.objects.filter(host__in=hosts, unit=UNIT, line=None, number__in=numbers)


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


def _once(rows):
    """Each row once, in the order of their numbers."""
    return sorted({row.pk: row for row in rows}.values(), key=lambda row: row.pk)


def _look_at_the_lines(lines):
    if not lines:
        raise CannotMatch(_("Choose at least one line of the account."))
    if len({line.account_id for line in lines}) > 1:
        raise CannotMatch(_("These lines are of several accounts. Choose lines of one account."))
    if len({line.amount > 0 for line in lines}) > 1:
        raise CannotMatch(
            _("Some of these lines came in and others went out. Choose lines of one direction.")
        )


def _look_at_the_sum(lines, postings):
    if not postings:
        raise CannotMatch(_("Choose at least one movement of the books."))
    account = lines[0].account
    booked = set(
        Account.objects.filter(
            host=account.host_id, unit=UNIT, line=None, number=account.number_in_books
        ).values_list("pk", flat=True)
    )
    sides = {p.debit_id if lines[0].amount > 0 else p.credit_id for p in postings}
    if account.currency != "CNY" or not sides <= booked:
        raise CannotMatch(
            _("Direction or account differ, so they are not the same. Choose other movements.")
        )
    off = sum(posting.amount for posting in postings) - sum(abs(line.amount) for line in lines)
    if off:
        raise CannotMatchSum(
            _("The amounts differ, so they are not the same. Choose others."), off=off
        )
