from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from shanqiao.engines.sampling import clopper_pearson

from .models import Answer, Batch, Payee, Result


def payees_for(grants):
    """{identity of a grant: the account it is paid to}: the resident's latest that was checked."""
    grants = list(grants)
    needs = {grant.need.resident_id for grant in grants}
    ready = Payee.objects.ready().filter(resident__in=needs).order_by("pk")
    latest = {(payee.fund_id, payee.resident_id): payee for payee in ready}
    found = {g.pk: latest.get((g.purse.fund_id, g.need.resident_id)) for g in grants}
    return {key: payee for key, payee in found.items() if payee}


def vendors_of(fund):
    """The checked accounts of hospitals, schools and shops to which a fund may pay instead."""
    return Payee.objects.ready().filter(fund=fund, resident=None).order_by("bank", "tail", "pk")


def batches_of(funds):
    """Batches of these funds with how far they came, the newest first."""
    paid, failed = (Q(items__result__says=word) for word in (Result.Word.PAID, Result.Word.FAILED))
    return (
        Batch.objects.filter(fund__in=funds)
        .select_related("fund", "made_by", "account")
        .annotate(
            paid_count=Count("items", filter=paid),
            paid_total=Coalesce(Sum("items__count", filter=paid), 0),
            failed_count=Count("items", filter=failed),
            waiting_count=F("items_count") - Count("items", filter=paid | failed),
        )
        .order_by("-made_at", "-pk")
    )


def failed_and_free(batch):
    """Grants of the failed lines of a batch that are neither paid nor on their way again."""
    items = (
        batch.items.filter(result__says=Result.Word.FAILED, grant__release=None)
        .exclude(grant__orders__failed_at=None)
        .select_related("grant__purse__fund", "grant__need__resident", "grant__approved_by")
    )
    return [item.grant for item in items.order_by("grant_id")]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the answers of a sample say about all: the share received in full, and between which it lies."""

    asked: int
    reached: int
    received: int
    not_reached: int
    share: float | None
    lower: float | None
    upper: float | None


def estimate_of(sample):
    """The share of all payments that arrived in full, by those who could be reached."""
    says = dict(
        Answer.objects.filter(drawn__sample=sample)
        .order_by()
        .values_list("says")
        .annotate(n=Count("pk"))
    )
    not_reached = says.pop(Answer.Word.NOT_REACHED, 0)
    reached, received = sum(says.values()), says.get(Answer.Word.RECEIVED, 0)
    share = lower = upper = None
    if reached:
        share = received / reached
        lower, upper = clopper_pearson(received, reached, confidence=sample.confidence / 1000)
    return Estimate(
        asked=reached + not_reached,
        reached=reached,
        received=received,
        not_reached=not_reached,
        share=share,
        lower=lower,
        upper=upper,
    )
