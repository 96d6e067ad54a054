"""What must always hold, asked of the rows themselves: totals against their sums, who did what, what was published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.books.models import Account, Hold, Line, Posting, Stretch
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.disclosure.canonical import digest_of
from shanqiao.apps.disclosure.models import Statement
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.governing.models import Restriction
from shanqiao.apps.governing.models import Result as Counted
from shanqiao.apps.holdings.models import Holding
from shanqiao.apps.matching.models import Cover, Grant, Reduction, Reserve, Share
from shanqiao.apps.record.models import Entry
from shanqiao.apps.sameness.models import Merge, Pair, SamePerson

from .checks_of_governing import changes_not_whole, results_that_differ
from .checks_of_persons import doubles_nobody_sees, merged_and_distinct, pointers_that_differ

MOST_SHOWN = 20  # rows of one check that does not hold


@dataclass(frozen=True)
class Check:
    """One rule. ``broken`` gives the rows that break it; ``rows`` all it looks at."""

    code: str
    says: str
    rows: Callable
    broken: Callable


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
    broken = list(check.broken())
    return Result(
        check,
        looked_at=check.rows().count(),
        how_many=len(broken),
        broken=tuple(f"{row._meta.verbose_name} {row.pk}" for row in broken[:MOST_SHOWN]),
        at=at,
    )


def _covers_that_differ():
    standing = _still_held("need", need=OuterRef("need"))
    return Cover.objects.annotate(summed=standing).exclude(granted=F("summed"))


def _covers_beyond_the_need():
    return Cover.objects.filter(granted__gt=F("needed") - F("elsewhere"))


def _shares_that_differ():
    of_one = {"purse": OuterRef("purse"), "need__resident": OuterRef("resident")}
    return Share.objects.annotate(summed=_still_held("purse", **of_one)).exclude(
        granted=F("summed")
    )


def _reserves_that_differ():
    """Against the grants outside, and against what the purse has open to all by what it received."""
    outside = _still_held("purse", purse=OuterRef("purse"), outside=True)
    received, share = F("purse__line__received"), F("purse__reserved_share")
    open_to_all = received - (received * share + 99) / 100
    return Reserve.objects.annotate(summed=outside, open_to_all=open_to_all).exclude(
        outside=F("summed"), outside__lte=F("limit"), limit__lte=F("open_to_all")
    )


def _lines_that_differ():
    """What was laid, used and is held, each against its rows."""
    laid = _long(Stretch.Side.IN)
    taken = _long(Stretch.Side.OUT)
    held = Hold.objects.filter(line=OuterRef("pk"), ended_at=None)
    return Line.objects.annotate(
        laid=laid, taken=taken, promised=_sum_of(held, "line", "amount")
    ).exclude(in_high=F("laid"), out_high=F("taken") - F("ahead"), held=F("promised"))


def _purses_unlike_their_grants():
    """Promised against grants that wait for payment, given against payments and what moved to other lines."""
    waiting = _standing_grants(purse=OuterRef("pk"), payment=None)
    paid = Payment.objects.filter(grant__purse=OuterRef("pk"))
    back = Reduction.objects.filter(grant__purse=OuterRef("pk"))
    moved = Posting.objects.filter(
        kind=Posting.Kind.MOVE, debit__line=OuterRef("line"), debit__flow=Account.Flow.OUT
    )
    given = _sum_of(paid, "grant__purse") - _sum_of(back, "grant__purse")
    return Purse.objects.annotate(
        sum_promised=_sum_of(waiting, "purse"),
        sum_given=given + _sum_of(moved, "debit__line", "amount"),
    ).exclude(line__held=F("sum_promised"), line__given=F("sum_given"))


def _holdings_unlike_their_line():
    return Holding.objects.exclude(value=F("line__free"))


def _lines_overspent():
    return Line.objects.filter(free__lt=0)


def _grants_by_one_hand():
    return Grant.objects.filter(Q(approved_by=F("proposed_by")) | Q(approved_by=F("assessed_by")))


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


def _standing_grants(**where):
    return Grant.objects.filter(release=None, **where)


def _still_held(key, **where):
    """The sum of standing grants, without what came back of them."""
    back = Reduction.objects.filter(**{f"grant__{name}": value for name, value in where.items()})
    return _sum_of(_standing_grants(**where), key) - _sum_of(back, f"grant__{key}")


def _long(side):
    return _sum_of(
        Stretch.objects.filter(line=OuterRef("pk"), side=side), "line", F("high") - F("low")
    )


def _sum_of(rows, key, what="count"):
    total = rows.order_by().values(key).annotate(total=Sum(what)).values("total")
    return Coalesce(Subquery(total), 0)


CHECKS = (
    Check(
        "covered_once",
        _("No need is promised more than it lacks."),
        Cover.objects.all,
        _covers_beyond_the_need,
    ),
    Check(
        "cover_adds_up",
        _("What a need was promised is the sum of its grants, without those taken back."),
        Cover.objects.all,
        _covers_that_differ,
    ),
    Check(
        "share_adds_up",
        _("What a resident got from a purse is the sum of those grants."),
        Share.objects.all,
        _shares_that_differ,
    ),
    Check(
        "reserve_is_kept",
        _(
            "What people outside a reserve were granted is the sum of those grants, and leaves the reserve untouched."
        ),
        Reserve.objects.all,
        _reserves_that_differ,
    ),
    Check(
        "purse_not_overspent",
        _("No purse promises or gives more than it received."),
        Line.objects.all,
        _lines_overspent,
    ),
    Check(
        "purse_adds_up",
        _("What a purse received, promised and gave is the sum of its movements."),
        Line.objects.all,
        _lines_that_differ,
    ),
    Check(
        "purse_like_its_grants",
        _(
            "What a purse promised is its grants that wait for payment; what it gave is its payments."
        ),
        Purse.objects.all,
        _purses_unlike_their_grants,
    ),
    Check(
        "holding_like_its_line",
        _("What a share or a right is booked at is what lies on its line."),
        Holding.objects.all,
        _holdings_unlike_their_line,
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
