"""By what a referral may be sent and a name told: a consent, or an exception two people recorded."""

from django.utils.timezone import localdate

from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import key_of
from shanqiao.apps.sameness.sharing import consent_for, said_no_since

from .models import Override
from .states import State
from .terms import due_on

# Note [An exception is short]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What two people decided while the resident could not be asked holds for one need, one recipient, and the days of
# "exception" in terms.csv. A no of the resident, to this recipient or to everybody, ends it at once; so does one that
# was said while the second person had not yet agreed.

TOLD_TO_WHO_HELPS = (Consent.Data.CONTACT, Consent.Data.NEED)


def basis_of(referral, *, at):
    """(consent, override) by which this may be sent; both None where neither is there."""
    resident, on, whom = referral.need.resident, localdate(at), referral.addressee
    to_fund = bool(referral.from_purse)  # to which no name goes
    purpose = Consent.Purpose.FINDING_HELP if to_fund else Consent.Purpose.SHARING
    with_whom, kinds = (None, ()) if to_fund else (whom, TOLD_TO_WHO_HELPS)
    consent = consent_for(resident, purpose, with_whom=with_whom, on=on, kinds=kinds)
    if consent and referral.shows_health and not agrees_to_health(referral, on=on):
        consent = None
    if consent or to_fund:
        return consent, None
    return None, override_for(referral.need, key_of(whom), at=at, purposes=_asked_for(referral))


def by_exception(referral, *, at):
    """Is it by an exception, not by the resident's consent, that the addressee learns of them?"""
    consent, _override = basis_of(referral, at=at)
    return consent is None


def still_rests(referral, *, at):
    """Does a referral that was sent (with its state) still rest on a consent or an exception?

    Once it is accepted, days take nothing from an exception: whoever helps goes on helping.
    """
    if any(basis_of(referral, at=at)):
        return True
    if referral.state == State.REQUESTED:
        return False
    sent = referral.steps.select_related("override__need__resident").filter(number=1).first()
    return bool(sent and sent.override) and stands(sent.override, purposes=_asked_for(referral))


def _asked_for(referral):
    purposes = [Consent.Purpose.SHARING]
    return [*purposes, Consent.Purpose.HEALTH] if referral.shows_health else purposes


def agrees_to_health(referral, *, on):
    return consent_for(
        referral.need.resident,
        Consent.Purpose.HEALTH,
        with_whom=referral.addressee,
        on=on,
        kinds=[Consent.Data.ILLNESS],
    )


def override_for(need, whom, *, at, purposes=(Consent.Purpose.SHARING,)):
    """The exception two people agreed to for this need and recipient, or None. See Note [An exception is short]."""
    rows = Override.objects.filter(need=need, whom=whom, agreed_at__isnull=False)
    last = rows.order_by("-agreed_at").first()
    if last is None or not stands(last, purposes=purposes):
        return None
    until = due_on("exception", on=localdate(last.agreed_at), urgent=False)
    return last if until and localdate(at) <= until else None


def stands(override, *, purposes=(Consent.Purpose.SHARING,)):
    """Has the resident said no to nothing of it since it was asked for? See Note [An exception is short]."""
    return not any(
        said_no_since(override.need.resident, purpose, whom=override.whom, at=override.asked_at)
        for purpose in purposes
    )
