"""Whether gifts keep the rules that what is written down later may break."""

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from shanqiao.apps.giving.models import AgreementWish, CharityEvent, Gift
from shanqiao.apps.giving.papers import LATE
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


def agreements_not_on_file(at):
    """Wishes for a written agreement that nobody answered within 30 days (DN-07)."""
    return AgreementWish.objects.filter(agreement=None, asked_on__lt=localdate(at) - LATE).exclude(
        gift__undoing__isnull=False
    )


def results_not_published(at):
    """Events that ended 30 days ago or longer, and of which nobody knows what they brought (DN-10)."""
    return CharityEvent.objects.filter(result=None, ends_on__lt=localdate(at) - LATE)
