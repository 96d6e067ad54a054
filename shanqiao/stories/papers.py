"""Written agreements with the givers of one person's funds, and events whose proceeds were promised."""

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.giving.models import AgreementWish, CharityEvent, DonationAgreement


def wishes_of(person):
    """Givers who asked for a written agreement and have none on file yet, the longest wait first."""
    return (
        AgreementWish.objects.filter(
            donor__host__in=_hosts(person), agreement=None, gift__undoing=None
        )
        .select_related("donor", "gift", "by")
        .order_by("asked_on", "pk")
    )


def agreements_of(person):
    """Agreements on file with givers of the charities behind one's funds, the latest first."""
    return (
        DonationAgreement.objects.filter(donor__host__in=_hosts(person))
        .select_related("donor__host", "wish__gift", "event", "by")
        .order_by("-signed_on", "-pk")
    )


def events_of(person):
    """Events whose proceeds were promised to one's funds, the latest first."""
    return _with_result(CharityEvent.objects.filter(purse__fund__in=funds_of(person)))


def public_events():
    """Every event whose proceeds were promised, with what came of it where that is published."""
    return _with_result(CharityEvent.objects.all())


def _with_result(events):
    return events.select_related("purse__fund__host", "agreement__donor", "result__gift").order_by(
        "-starts_on", "-pk"
    )


def _hosts(person):
    return funds_of(person).values("host")
