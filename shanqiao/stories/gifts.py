"""The gifts and givers of the funds of one person."""

from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.giving.boxes import IN_CASH
from shanqiao.apps.giving.models import (
    Box,
    Donor,
    DonorQuestion,
    Employer,
    Gift,
    GiftFile,
    Pledge,
    Seal,
)
from shanqiao.apps.giving.queries import with_paid


def gifts_of(person):
    """Every gift to the funds where ``person`` has a seat, the latest first."""
    return (
        Gift.objects.of_funds(funds_of(person))
        .select_related(
            "donor",
            "purse__fund__host",
            "by",
            "undoing__by",
            "in_kind",
            "match",
            "deposit__by",
            "tally__opening__seal__box",
        )
        .order_by("-on", "-pk")
    )


def months_of_gifts(person, *, on):
    """What was given in money to one's funds in each of the twelve months up to ``on``: [(month, {how: fen})]."""
    first = on.replace(year=on.year - 1, day=1)
    found = (
        gifts_of(person)
        .standing()
        .filter(unit="fen", on__gte=first, on__lte=on)
        .order_by()
        .annotate(month=TruncMonth("on"))
        .values_list("month", "how")
        .annotate(fen=Sum("amount"))
    )
    months = {}
    for month, how, fen in sorted(found):
        months.setdefault(month, {})[how] = fen
    return list(months.items())[-12:]


def donors_of(person):
    """Every giver the charities behind one's funds know, with what they gave to these funds: gifts_in_all, fen, latest."""
    funds = funds_of(person)
    here = Q(gifts__purse__fund__in=funds, gifts__undoing=None)
    return (
        Donor.objects.filter(host__in=funds.values("host"))
        .annotate(
            gifts_in_all=Count("gifts", filter=here),
            fen=Sum("gifts__amount", filter=here & Q(gifts__unit="fen")),
            latest=Max("gifts__on", filter=here),
        )
        .order_by("-latest", "-pk")
    )


def boxes_of(person):
    """Every donation box of the funds where ``person`` has a seat."""
    return (
        Box.objects.filter(point__purse__fund__in=funds_of(person))
        .select_related("point__purse__fund__host", "point__street__district")
        .order_by("point__name", "number", "pk")
    )


def rounds_of(*boxes):
    """What happened to boxes, seal by seal, the latest first."""
    return (
        Seal.objects.filter(box__in=boxes)
        .select_related(
            "by",
            "beside",
            "opening__by",
            "opening__beside",
            "opening__tally__first__by",
            "opening__tally__second__by",
            "opening__tally__gift__deposit__by",
        )
        .order_by("-pk")
    )


def latest_rounds_of(boxes):
    """{box: its latest seal}, of boxes that were sealed at all."""
    latest = rounds_of(*boxes).order_by("box", "-pk").distinct("box")
    return {seal.box_id: seal for seal in latest}


def cash_to_pay_in(person):
    """Gifts whose cash is still in hand."""
    return gifts_of(person).standing().filter(how__in=IN_CASH, deposit=None)


def waiting_for_givers(person, *, on):
    """What the funds of a person owe to givers now: questions, how many of them late, the first due day, cash in hand."""
    questions = questions_of(person).filter(answer=None)
    told = questions.aggregate(
        questions=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)), due_on=Min("due_on")
    )
    in_hand = cash_to_pay_in(person).order_by()
    cash = in_hand.aggregate(cash=Sum("amount"), how=Min("how"))
    return {**told, **cash}


def pledges_of(person):
    """Every promise to the funds where ``person`` has a seat, with what arrived for it: paid."""
    pledges = Pledge.objects.filter(purse__fund__in=funds_of(person))
    return with_paid(pledges).select_related("donor", "purse__fund", "by")


def employers_of(person):
    """Every employer who adds to gifts to one's funds: owes, and how many employees."""
    owed = Q(owed__settled_by=None, owed__taken_back_at=None)
    return (
        Employer.objects.filter(purse__fund__in=funds_of(person))
        .annotate(
            owes=Coalesce(Sum("owed__amount", filter=owed), 0),
            left=F("total_cap") - F("added"),
        )
        .select_related("donor__host", "purse__fund")
        .order_by("-pk")
    )


def questions_of(person):
    """Every question of givers whom the charities behind one's funds know."""
    hosts = funds_of(person).values("host")
    return DonorQuestion.objects.filter(donor__host__in=hosts).select_related(
        "donor", "gift", "by", "answer__by"
    )


def gift_files_of(person):
    """Files of gifts for one's funds, the latest first; without the files themselves."""
    return (
        GiftFile.objects.filter(purse__fund__in=funds_of(person))
        .defer("content")
        .select_related("purse__fund__host", "by")
        .order_by("-pk")
    )
