"""What holdings are worth, what they brought, and what bars taking one."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .appraising import why_no_appraisal
from .models import Holding, HoldingEvent, LinkedAgreement, LinkedMonth

Basis, Kind = HoldingEvent.Basis, HoldingEvent.Kind
NOMINAL = 100  # fen: what cannot be valued is booked at one yuan, so that it is not forgotten


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Something that bars taking a gift or investing, with the rule behind it."""

    says: str
    source: str = ""


def holdings_of(funds):
    """The holdings of these funds, each with its latest value and its income so far."""
    events = HoldingEvent.objects.filter(holding=OuterRef("pk"))
    valued = events.filter(kind__in=[Kind.RECEIVED, Kind.BOUGHT, Kind.VALUED]).order_by(
        "-on", "-pk"
    )
    income = events.filter(kind=Kind.INCOME).order_by().values("holding")
    return (
        Holding.objects.of_funds(funds)
        .annotate(
            income=Coalesce(Subquery(income.annotate(all=Sum("amount")).values("all")), 0),
            valued_on=Subquery(valued.values("on")[:1]),
        )
        .select_related("purse__fund", "income_purse", "donor")
        .order_by("purse__fund", "name", "pk")
    )


def events_of(holding):
    """Everything that happened to a holding, the earliest first."""
    return holding.events.select_related("by").order_by("on", "pk")


def worth_over_time(events):
    """(day, quantity, worth in fen) after each event: at the latest value told, by the piece.

    Args:
        events: of one holding, the earliest first.
    """
    held, valued_at, points = 0, 0, []
    for event in events:
        match event.kind:
            case Kind.RECEIVED | Kind.BOUGHT:
                held, valued_at = event.quantity, event.amount
            case Kind.VALUED:
                valued_at = event.amount
            case Kind.DISPOSED:
                valued_at -= valued_at * event.quantity // held if held else 0
                held -= event.quantity
            case Kind.INCOME:
                continue
        points.append((event.on, held, valued_at if held else 0))
    return points


def bars_to_accepting(
    *,
    donor,
    purse,
    income_purse,
    kind,
    quantity,
    value,
    basis,
    on,
    at,
    appraisal_cost=0,
    appraisal_paid="",
):
    """Everything that bars taking this over as a gift, at once."""
    law, city = "慈善法 (2023修正) 第36条", "广州市慈善促进条例 第20条"
    bars = []
    if kind not in Holding.Kind:
        bars.append(Bar(says=_("Property of this kind is not taken here."), source=law))
    if donor.host_id != purse.fund.host_id or income_purse.fund.host_id != purse.fund.host_id:
        bars.append(Bar(says=_("Giver and purses belong to one charity.")))
    if "fen" not in (purse.unit, income_purse.unit) or purse.unit != income_purse.unit:
        bars.append(Bar(says=_("Only a purse in money holds equity, securities or rights.")))
    if quantity <= 0 or value <= 0:
        bars.append(Bar(says=_("A gift is more than nothing.")))
    if on > localdate(at):
        bars.append(Bar(says=_("That day lies ahead.")))
    if basis == Basis.NOMINAL and value != NOMINAL:
        bars.append(Bar(says=_("What cannot be valued is booked at one yuan.")))
    if basis == Basis.MARKET and kind not in (Holding.Kind.EQUITY, Holding.Kind.SECURITIES):
        bars.append(Bar(says=_("A right has no price at a market: let it be appraised.")))
    appraisal = {"appraisal_cost": appraisal_cost, "appraisal_paid": appraisal_paid}
    if says := why_no_appraisal(basis=basis, **appraisal):
        bars.append(Bar(says=says, source=city))
    return bars


def agreements_of(funds):
    """The agreements of these funds, each with what was owed and what came so far."""
    months = LinkedMonth.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
    return (
        LinkedAgreement.objects.filter(purse__fund__in=funds)
        .annotate(
            owed=Coalesce(Subquery(months.annotate(all=Sum("owed")).values("all")), 0),
            came=Coalesce(Subquery(months.annotate(all=Sum("gift__amount")).values("all")), 0),
        )
        .select_related("purse__fund", "donor")
        .order_by("-valid_to", "-pk")
    )
