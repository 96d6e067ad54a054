"""Money on its way out of the funds of one person: who must approve, where it goes, what the bank says, what arrived."""

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from shanqiao.apps.approvals.models import Approval
from shanqiao.apps.approvals.queries import approvals_needed, approvals_there
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.paying.models import Payee, Return, Sample
from shanqiao.apps.paying.queries import estimate_of

from .grants import State, grants_of, to_pay
from .pseudonyms import without_names

ENOUGH_PAYMENTS = 30  # fewer could point at somebody
ENOUGH_ANSWERS = 10
MOST_SHOWN = 24  # samples on one page


def waiting_for_approvals(person):
    """Grants of one's funds that need more approvals, with how many they need and have; the oldest first."""
    return (
        grants_of(person)
        .filter(state=State.APPROVALS)
        .annotate(needed=approvals_needed(), there=approvals_there())
        .order_by("approved_at", "pk")
    )


def to_approve(person):
    """Those of them that ``person`` may approve: another's hand than all before."""
    mine = Approval.objects.filter(grant=OuterRef("pk"), by=person)
    return waiting_for_approvals(person).filter(
        ~Q(approved_by=person),
        Q(proposed_by=None) | ~Q(proposed_by=person),
        Q(applied_by=None) | ~Q(applied_by=person),
        Q(assessed_by=None) | ~Q(assessed_by=person),
        ~Exists(mine),
        purse__fund__in=funds_of(person, Seat.Role.DECIDES),
    )


def to_pay_in_money(person, *, fund):
    """Grants of a fund in money that ``person`` may pay, the oldest first, and whether their account is checked."""
    ready = Payee.objects.ready().filter(
        fund=OuterRef("purse__fund"), resident=OuterRef("need__resident")
    )
    rows = to_pay(grants_of(person, Seat.Role.PAYS), person=person)
    return (
        rows.filter(purse__fund=fund, unit=Unit.FEN)
        .annotate(has_account=Exists(ready))
        .order_by("approved_at", "pk")
    )


def without_account(person):
    """Grants in money that wait to be paid and whose resident has no account written down yet."""
    known = Payee.objects.filter(
        fund=OuterRef("purse__fund"), resident=OuterRef("need__resident"), end=None
    ).exclude(check_said__agrees=False)
    return (
        grants_of(person)
        .filter(~Exists(known), state__in=[State.APPROVALS, State.APPROVED], unit=Unit.FEN)
        .order_by("approved_at", "pk")
    )


def payees_of(person):
    """The accounts to which one's funds pay, without names of residents, the newest first."""
    payees = (
        Payee.objects.filter(fund__in=funds_of(person))
        .select_related("fund", "resident", "check_said__by", "end", "entered_by")
        .with_shared()
        .order_by("-entered_at", "-pk")
    )
    return without_names(payees, path="resident")


def payees_to_check(person):
    """Accounts that wait for a second person, who ``person`` may be."""
    return payees_of(person).filter(check_said=None, end=None).exclude(entered_by=person)


def returns_of(grant):
    """What came back of a grant, the first thing first."""
    return Return.objects.filter(payment__grant=grant).order_by("returned_at", "pk")


def returnable(grant):
    """How many fen of a grant could still come back; nothing of what is not money or not paid."""
    if grant.unit != Unit.FEN or not hasattr(grant, "payment"):
        return 0
    return grant.count - sum(returns_of(grant).values_list("count", flat=True))


def pays_from(person, grant):
    """Does ``person`` pay for the fund of this grant?"""
    return funds_of(person, Seat.Role.PAYS).filter(pk=grant.purse.fund_id).exists()


def samples_of(person):
    """Samples of one's funds with how many answered, the newest first."""
    return (
        Sample.objects.filter(fund__in=funds_of(person))
        .select_related("fund", "drawn_by")
        .annotate(asked=Count("drawn__answer"))
        .order_by("-drawn_at", "-pk")
    )


def samples_to_show():
    """[(sample, estimate)] that everybody may see: of enough payments, with enough answers; the newest first."""
    asked = (
        Sample.objects.filter(population__gte=ENOUGH_PAYMENTS)
        .select_related("fund")
        .annotate(asked=Count("drawn__answer"))
        .filter(asked__gte=ENOUGH_ANSWERS)
        .order_by("-drawn_at", "-pk")[:MOST_SHOWN]
    )
    told = [(sample, estimate_of(sample)) for sample in asked]
    return [(sample, estimate) for sample, estimate in told if estimate.reached >= ENOUGH_ANSWERS]


def lines_of(batch):
    """The lines of a batch with account and result, what failed first, then what waits."""
    return (
        batch.items.select_related("payee", "grant__need", "result", "order")
        .annotate(failed=Q(result__says="failed"), told=F("result__says"))
        .order_by(F("failed").desc(nulls_last=True), F("told").desc(nulls_first=True), "pk")
    )


def sums_of(batch):
    """(paid, failed, waiting) fen of a batch."""
    told = batch.items.aggregate(
        paid=Coalesce(Sum("count", filter=Q(result__says="paid")), 0),
        failed=Coalesce(Sum("count", filter=Q(result__says="failed")), 0),
    )
    return told["paid"], told["failed"], batch.total - told["paid"] - told["failed"]


def drawn_of(sample):
    """The drawn payments in their order, without names, with what was heard."""
    drawn = sample.drawn.select_related(
        "answer__by",
        "payment__paid_by",
        "payment__grant__purse",
        "payment__grant__need__resident__street__district",
    ).order_by("place")
    return without_names(drawn, path="payment__grant__need__resident")
