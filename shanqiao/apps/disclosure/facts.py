"""What the rows say about one month. People are numbers here only to be counted; nothing of this is published as it is."""

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from shanqiao.apps.delivery.models import Payment, Receipt
from shanqiao.apps.delivery.queries import came_back
from shanqiao.apps.funds.models import Movement
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.paying.models import Return

from .months import span_of

_RESIDENT = "grant__need__resident"


def helped_in(month):
    """Who received what: (resident, district, kind, fund, unit, count), one for each of these together."""
    start, end = span_of(month)
    return (
        Payment.objects.filter(paid_at__gte=start, paid_at__lt=end)
        .values_list(
            f"{_RESIDENT}_id",
            f"{_RESIDENT}__street__district_id",
            "grant__need__kind",
            "grant__purse__fund_id",
            "unit",
        )
        .annotate(count=Sum("count"))
        .order_by()
    )


def returned_in(month):
    """What came back in a month of what was given then or before, whoever had paid it: (resident, fund, unit, count)."""
    start, end = span_of(month)
    grant = "payment__grant"
    return (
        Return.objects.filter(returned_at__gte=start, returned_at__lt=end)
        .values_list(f"{grant}__need__resident_id", f"{grant}__purse__fund_id", "payment__unit")
        .annotate(returned=Sum("count"))
        .order_by()
    )


def promised_in(month):
    """What was promised in a month and not taken back within it: (resident, fund, unit, count)."""
    start, end = span_of(month)
    return (
        Grant.objects.filter(approved_at__gte=start, approved_at__lt=end)
        .exclude(release__released_at__lt=end)
        .values_list("need__resident_id", "purse__fund_id", "unit")
        .annotate(promised=Sum("count"))
        .order_by()
    )


def received_in(month):
    """What givers gave to funds, less what went back to them: (fund, unit, count)."""
    start, end = span_of(month)
    givers, here = Movement.Account.GIVERS, {"at__gte": start, "at__lt": end}
    gave = Sum("count", filter=Q(out_of=givers), default=0)
    back = Sum("count", filter=Q(into=givers), default=0)
    return (
        Movement.objects.filter(Q(out_of=givers) | Q(into=givers), **here)
        .values_list("purse__fund_id", "unit")
        .annotate(received=gave - back)
        .order_by()
    )


def needs_in(month):
    """How many needs were told, assessed and met: {what: (needs, people)}."""
    start, end = span_of(month)
    assessments = Assessment.objects.filter(signed_at__gte=start, signed_at__lt=end)
    return {
        "told": _needs_and_people(Need.objects.filter(told_at__gte=start, told_at__lt=end)),
        "assessed": _needs_and_people(Need.objects.filter(pk__in=assessments.values("need"))),
        "met": _needs_and_people(met_by(end).filter(pk__in=_paid_needs(start, end))),
    }


def met_by(instant):
    """Needs for which everything that was lacking had been given before ``instant``, and had not come back by then."""
    latest = Assessment.objects.filter(need=OuterRef("pk"), signed_at__lt=instant)
    latest = latest.order_by("-signed_at", "-pk").annotate(gap=F("needed") - F("elsewhere"))
    before = Q(grants__payment__paid_at__lt=instant)
    stands = F("grants__payment__count") - came_back(of="grants", before=instant)
    return Need.objects.annotate(
        given=Sum(stands, filter=before), gap=Subquery(latest.values("gap")[:1])
    ).filter(given__gte=F("gap"))


def confirmed_in(month):
    """What residents or stations confirmed.

    Returns:
        {what was said: (confirmations, people)}, and how many people said something.
    """
    start, end = span_of(month)
    rows = Receipt.objects.filter(confirmed_at__gte=start, confirmed_at__lt=end).order_by()
    people = Count(f"payment__{_RESIDENT}", distinct=True)
    said = {
        row["says"]: (row["all"], row["people"])
        for row in rows.values("says").annotate(all=Count("pk"), people=people)
    }
    in_all = rows.aggregate(people=people)["people"]
    return {word: said.get(word, (0, 0)) for word in Receipt.Word.values}, in_all


def _paid_needs(start, end):
    return Payment.objects.filter(paid_at__gte=start, paid_at__lt=end).values("grant__need")


def _needs_and_people(needs):
    found = Need.objects.filter(pk__in=needs.values("pk")).aggregate(
        needs=Count("pk"), people=Count("resident", distinct=True)
    )
    return found["needs"], found["people"]
