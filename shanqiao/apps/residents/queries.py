from django.db.models import OuterRef, Subquery

from shanqiao.apps.sealing.fields import token_of

from .models import Consent


def agreed_to(purpose, *, path="resident"):
    """Whether the latest word of the resident at ``path`` on ``purpose`` is yes; an annotation."""
    latest = Consent.objects.filter(resident=OuterRef(path), purpose=purpose).order_by("-at", "-id")
    return Subquery(latest.values("given")[:1])


def latest_word(resident, purpose):
    """What a resident last said about ``purpose``: True, False (withdrawn), or None (never asked)."""
    said = Consent.objects.filter(resident=resident, purpose=purpose).order_by("-at", "-id")
    return said.values_list("given", flat=True).first()


def residents_agreeing_to(purpose, *, among):
    """The identities, of those ``among``, whose latest word on ``purpose`` is yes."""
    latest = (
        Consent.objects.filter(resident__in=among, purpose=purpose)
        .order_by("resident", "-at", "-id")
        .distinct("resident")
    )
    return {said.resident_id for said in latest if said.given}


def id_token(number):
    """The token under which an identity number of 18 places is found again."""
    return token_of(number, place="residents.id_number")


def age_on(born_on, *, day):
    """Whole years on ``day``; None where the birth date is not known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
