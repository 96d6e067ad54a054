"""Whether gifts keep the rules that what is written down later may break."""

from django.db.models import Exists, OuterRef, Q

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.registry.models import FundraisingCertificate


def raised_in_public():
    """Gifts that stand and answer an appeal to everybody, but for those of boxes, which were allowed when they were sealed."""
    return Gift.objects.standing().raised_in_public().exclude(how=Gift.How.POINT)


def raised_without_certificate():
    """Of these, those whose host might not raise money from the public on that day, as it is known today (FR-01)."""
    valid = FundraisingCertificate.objects.filter(
        Q(withdrawal=None) | Q(withdrawal__on__gt=OuterRef("on")),
        holder=OuterRef("donor__host"),
        valid_from__lte=OuterRef("on"),
        valid_to__gte=OuterRef("on"),
    )
    return raised_in_public().exclude(Exists(valid))
