"""Which postings of the books are which line of an account: decided by people, taken back by a new row."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shanqiao.apps.books.models import Account, Posting
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import BankAccount, Match, MatchPart, StatementLine, Unmatch

UNIT = "fen"  # the books of a host are kept in yuan; accounts in other currencies are not reconciled here


class CannotMatch(Exception):
    """Side or host differ, the sum does, or something of it is matched already."""


class CannotMatchSum(CannotMatch):
    """The postings that were chosen come to another sum than the line; ``off`` fen more (less, below zero)."""

    def __init__(self, words, *, off):
        super().__init__(words)
        self.off = off


@transaction.atomic
def match_line(*, line, postings, by, at):
    """A line of an account is these postings of the books together. See Note [A line and its postings belong together at a time].

    Raises:
        CannotMatchSum: they come to more, or less, than the line.
        CannotMatch: with the reason in words.
    """
    postings = sorted({posting.pk: posting for posting in postings}.values(), key=lambda p: p.pk)
    _look_at_the_sum(line, postings)
    try:
        with transaction.atomic():
            match = Match.objects.create(line=line, size=len(postings), by=by, at=at)
            MatchPart.objects.bulk_create(
                MatchPart(match=match, part=part, posting=posting.pk)
                for part, posting in enumerate(postings)
            )
    except IntegrityError as refusal:
        raise CannotMatch(in_words(refusal, Match, MatchPart)) from refusal
    note(act="bank.match", subject=match, by=by, at=at)
    return match


@transaction.atomic
def take_match_back(*, match, why, by, at):
    """A match was a mistake: its line and all its postings are free again. Taken back twice, it is taken back once.

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
        lines.exclude(Exists(Match.objects.filter(line=OuterRef("pk"), undone=None)))
        .select_related("account")
        .order_by("booked_on", "pk")
    )


def unmatched_postings(hosts):
    """Postings into or out of the accounts at banks of some hosts that no line was found for."""
    accounts = accounts_in_books(hosts)
    postings = Posting.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    matched = MatchPart.objects.filter(posting=OuterRef("pk"), match__undone=None)
    return postings.exclude(Exists(matched)).order_by("on", "pk")


def matches_of(hosts):
    """Matches that hold, the latest first, each with the numbers of its ``postings``."""
    parts = MatchPart.objects.filter(match=OuterRef("pk")).order_by("part").values("posting")
    return (
        Match.objects.filter(line__account__host__in=hosts, undone=None)
        .annotate(postings=ArraySubquery(parts))
        .select_related("line__account", "by")
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


def _look_at_the_sum(line, postings):
    if not postings:
        raise CannotMatch(_("Choose at least one movement of the books."))
    account = line.account
    booked = set(
        Account.objects.filter(
            host=account.host_id, unit=UNIT, line=None, number=account.number_in_books
        ).values_list("pk", flat=True)
    )
    sides = {p.debit_id if line.amount > 0 else p.credit_id for p in postings}
    if account.currency != "CNY" or not sides <= booked:
        raise CannotMatch(
            _("Direction or account differ, so they are not the same. Choose other movements.")
        )
    off = sum(posting.amount for posting in postings) - abs(line.amount)
    if off:
        raise CannotMatchSum(
            _("The amounts differ, so they are not the same. Choose others."), off=off
        )
