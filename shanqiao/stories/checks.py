"""What must always hold, asked of the rows themselves: totals against their sums, who did what, what was published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.books.models import Line
from shanqiao.apps.books.worth import lines_whose_worth_differs
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.disclosure.canonical import digest_of
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.giving.models import AgreementWish, CharityEvent
from shanqiao.apps.governing.models import Restriction
from shanqiao.apps.governing.models import Result as Counted
from shanqiao.apps.holdings.models import Holding
from shanqiao.apps.matching.models import Cover, Grant, Reserve, Share
from shanqiao.apps.record.models import Entry
from shanqiao.apps.sameness.models import Merge, Pair, SamePerson

from .checks_of_giving import (
    agreements_not_on_file,
    raised_in_public,
    raised_without_certificate,
    results_not_published,
)
from .checks_of_governing import changes_not_whole, results_that_differ
from .checks_of_money import (
    covers_beyond_the_need,
    covers_that_differ,
    holdings_unlike_their_line,
    lines_overspent,
    lines_that_differ,
    purses_unlike_their_grants,
    reserves_that_differ,
    shares_that_differ,
)
from .checks_of_persons import doubles_nobody_sees, merged_and_distinct, pointers_that_differ

MOST_SHOWN = 20  # rows of one check that does not hold


@dataclass(frozen=True)
class Check:
    """One rule. ``broken`` gives the rows that break it; ``rows`` all it looks at.

    Where something is broken only after a day, ``is_dated``, and ``broken`` is told the instant.
    """

    code: str
    says: str
    rows: Callable
    broken: Callable
    is_dated: bool = False


@dataclass(frozen=True)
class Result:
    """What a check found. ``broken`` has at most MOST_SHOWN rows, as words; ``how_many`` counts them all."""

    check: Check
    looked_at: int
    how_many: int
    broken: tuple
    at: datetime

    @property
    def holds(self):
        return not self.how_many


def run_checks(*, at):
    """Ask every rule now; a result for each, in the order they are listed."""
    return [_run(check, at) for check in CHECKS]


def _run(check, at):
    broken = list(check.broken(at) if check.is_dated else check.broken())
    return Result(
        check,
        looked_at=check.rows().count(),
        how_many=len(broken),
        broken=tuple(f"{row._meta.verbose_name} {row.pk}" for row in broken[:MOST_SHOWN]),
        at=at,
    )


def _grants_by_one_hand():
    asked = Q(approved_by=F("proposed_by")) | Q(approved_by=F("applied_by"))
    return Grant.objects.filter(asked | Q(approved_by=F("assessed_by")))


def _payments_by_one_hand():
    return Payment.objects.filter(
        Q(paid_by=F("grant__approved_by")) | Q(paid_by=F("grant__proposed_by"))
    )


def _payments_unlike_their_grant():
    differs = ~Q(count=F("grant__count")) | ~Q(unit=F("grant__unit"))
    return Payment.objects.filter(differs | Q(grant__release__isnull=False))


def _unwritten(rows, act):
    """Rows of which the record has no line."""
    subject = Concat(
        Value(f"{rows._meta.label_lower}:"),
        Cast(OuterRef("pk"), CharField()),
        output_field=CharField(),
    )
    return rows.objects.filter(~Exists(Entry.objects.filter(act=act, subject=subject)))


def _statements_changed():
    return (s for s in Statement.objects.all() if digest_of(s.body) != s.digest)


CHECKS = (
    Check(
        "covered_once",
        _("No need is promised more than it lacks."),
        Cover.objects.all,
        covers_beyond_the_need,
    ),
    Check(
        "cover_adds_up",
        _("What a need was promised is the sum of its grants, without those taken back."),
        Cover.objects.all,
        covers_that_differ,
    ),
    Check(
        "share_adds_up",
        _("What a resident got from a purse is the sum of those grants."),
        Share.objects.all,
        shares_that_differ,
    ),
    Check(
        "reserve_is_kept",
        _(
            "What people outside a reserve were granted is the sum of those grants, and leaves the reserve untouched."
        ),
        Reserve.objects.all,
        reserves_that_differ,
    ),
    Check(
        "purse_not_overspent",
        _("No purse promises or gives more than it received."),
        Line.objects.all,
        lines_overspent,
    ),
    Check(
        "purse_adds_up",
        _("What a purse received, promised and gave is the sum of its movements."),
        Line.objects.all,
        lines_that_differ,
    ),
    Check(
        "goods_like_their_worth",
        _("What goods in stock are worth in the books is the worth of the pieces that are there."),
        Line.objects.all,
        lines_whose_worth_differs,
    ),
    Check(
        "purse_like_its_grants",
        _(
            "What a purse promised is its grants that wait for payment; what it gave is its payments."
        ),
        Purse.objects.all,
        purses_unlike_their_grants,
    ),
    Check(
        "holding_like_its_line",
        _("What a share or a right is booked at is what lies on its line."),
        Holding.objects.all,
        holdings_unlike_their_line,
    ),
    Check(
        "approved_by_another",
        _("Whoever approved a grant neither assessed the need nor asked for the plan."),
        Grant.objects.all,
        _grants_by_one_hand,
    ),
    Check(
        "paid_by_another",
        _("Whoever paid neither approved the grant nor asked for the plan."),
        Payment.objects.all,
        _payments_by_one_hand,
    ),
    Check(
        "paid_as_granted",
        _("Each payment is as large as its grant, and no grant was both paid and taken back."),
        Payment.objects.all,
        _payments_unlike_their_grant,
    ),
    Check(
        "grants_on_record",
        _("Each grant has its line in the record."),
        Grant.objects.all,
        lambda: _unwritten(Grant, "matching.approve"),
    ),
    Check(
        "payments_on_record",
        _("Each payment has its line in the record."),
        Payment.objects.all,
        lambda: _unwritten(Payment, "delivery.pay"),
    ),
    Check(
        "decisions_counted",
        _("Each decision of a committee is what its members answered, by the rules of its day."),
        Counted.objects.all,
        results_that_differ,
    ),
    Check(
        "purposes_changed_whole",
        _(
            "What a purse is for changed only by a decision, a filing, and the givers' consent or a notice."
        ),
        lambda: Restriction.objects.filter(version__gt=1),
        changes_not_whole,
    ),
    Check(
        "raised_under_certificate",
        _("What was raised in public was raised on a day on which the charity might (FR-01)."),
        raised_in_public,
        raised_without_certificate,
    ),
    Check(
        "agreements_on_file",
        _("Who asked for a written agreement has one on file, within 30 days (DN-07)."),
        AgreementWish.objects.all,
        agreements_not_on_file,
        is_dated=True,
    ),
    Check(
        "events_published",
        _(
            "What an event brought whose proceeds were promised is published, within 30 days (DN-10)."
        ),
        CharityEvent.objects.all,
        results_not_published,
        is_dated=True,
    ),
    Check(
        "one_person_each",
        _("Records of one person all point to one of them, as the merges that stand say."),
        SamePerson.objects.all,
        pointers_that_differ,
    ),
    Check(
        "distinct_stays_distinct",
        _("Two records that people told apart are not one person."),
        Pair.objects.all,
        merged_and_distinct,
    ),
    Check(
        "double_help_is_shown",
        _("Needs that one person has twice over by a merge are shown to people."),
        Merge.objects.all,
        doubles_nobody_sees,
    ),
    Check(
        "statements_unchanged",
        _("Each statement is still what was published: its digest fits."),
        Statement.objects.all,
        _statements_changed,
    ),
)
