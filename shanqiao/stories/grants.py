"""What the funds of one person have promised, and what came of each promise."""

from django.db.models import Case, F, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Grant


class State(TextChoices):
    """How far a grant has come, asked from the rows that exist."""

    APPROVED = "approved", _("to be paid")
    PAID = "paid", _("paid, not confirmed yet")
    CONFIRMED = "confirmed", _("confirmed")
    MISSING = "missing", _("did not arrive in full")
    RELEASED = "released", _("taken back")


def grants_of(person, *roles):
    """Grants from the funds where ``person`` has a seat (one of ``roles``, if any is named), newest first."""
    return with_state(
        Grant.objects.filter(purse__fund__in=funds_of(person, *roles))
        .select_related(
            "need__resident__street__district",
            "purse__fund",
            "approved_by",
            "payment__paid_by",
            "payment__receipt",
            "release",
        )
        .order_by("-approved_at", "-pk")
    )


def with_state(grants):
    """Each grant with its `State`."""
    return grants.annotate(
        paid_at=F("payment__paid_at"),
        state=Case(
            When(release__isnull=False, then=Value(State.RELEASED)),
            When(payment=None, then=Value(State.APPROVED)),
            When(payment__receipt=None, then=Value(State.PAID)),
            When(payment__receipt__says=Receipt.Word.RECEIVED, then=Value(State.CONFIRMED)),
            default=Value(State.MISSING),
        ),
    )


def to_pay(grants, *, person):
    """Those that ``person`` may pay: neither approved nor asked for by the same person."""
    return (
        grants.filter(state=State.APPROVED).exclude(approved_by=person).exclude(proposed_by=person)
    )
