from django.db.models import Exists, F, OuterRef, Subquery

from shanqiao.apps.sealing.fields import token_of

from .models import Care, Consent, Departure, IdentityDocument, Membership, Resident


def agreed_to(purpose, *, path="resident"):
    """Whether the latest word of the resident at ``path`` on ``purpose`` is yes; an annotation."""
    latest = Consent.objects.filter(resident=OuterRef(path), purpose=purpose).order_by("-at", "-id")
    return Subquery(latest.values("given")[:1])


def looked_after(*, path="resident"):
    """Whether a station looks after the resident at ``path``; a condition. Nobody does once they died or moved away."""
    return Exists(Care.objects.filter(resident=OuterRef(path), until=None))


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


def holder_of(token):
    """The resident whose identity number or residence permit has this token, now or before; None if nobody's."""
    current = Resident.objects.filter(id_token=token).first()
    if current:
        return current
    former = IdentityDocument.objects.filter(token=token, mistaken=False, country="")
    row = former.select_related("resident").order_by("pk").first()
    return row.resident if row else None


def household_of(resident):
    """The membership by which a resident belongs to a household now, with it; None where to none."""
    current = Membership.objects.filter(resident=resident, until=None)
    return current.select_related("household__street").first()


def departure_of(resident):
    """That a resident died or moved away, and nobody took it back; None otherwise."""
    rows = Departure.objects.filter(resident=resident, taken_back_at=None)
    return rows.select_related("told_to").first()


def departures_of(residents):
    """{identity: Departure} of those who died or moved away."""
    rows = Departure.objects.filter(resident__in=residents, taken_back_at=None)
    return {row.resident_id: row for row in rows}


def history_of(resident):
    """Everything known of a resident beside what is current, the open ones first, then the latest.

    Returns:
        {"names", "phones", "residences", "documents", "memberships", "departures"}: lists of rows.
    """
    open_first = F("until").desc(nulls_first=True)
    rows = {
        "names": resident.names.all(),
        "phones": resident.phones.all(),
        "residences": resident.residences.select_related("street"),
        "documents": resident.documents.select_related("told_to"),
        "memberships": resident.memberships.select_related("household__street"),
    }
    ordered = {name: list(some.order_by(open_first, "-pk")) for name, some in rows.items()}
    return ordered | {"departures": list(resident.departures.order_by("-pk"))}


def members_of(household):
    """The memberships of a household now, the head first."""
    current = household.memberships.filter(until=None).select_related("resident")
    return sorted(current, key=lambda m: (m.relation != Membership.Relation.HEAD, m.pk))


def age_on(born_on, *, day):
    """Whole years on ``day``; None where the birth date is not known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def needs_a_guardian(resident, *, on):
    """Does a guardian agree for this resident on that day? Source: 个人信息保护法 第31条 (under 14)."""
    age = age_on(resident.born_on, day=on)
    return age is not None and age < 14


def key_of(row):
    """How the record, and a consent, name a row: ``registry.organisation:7``."""
    return f"{row._meta.label_lower}:{row.pk}"
