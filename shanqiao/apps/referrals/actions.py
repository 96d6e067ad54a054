"""A station writes a referral, sends it where it can succeed, and takes it back; and what it rests on."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.needs.kinds import unit_of
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.residents.queries import key_of
from shanqiao.apps.sameness.locks import while_nobody_merges

from .basis import basis_of
from .models import Capacity, Override, Referral
from .problems import in_the_way
from .states import Side, StepKind
from .stepping import CannotStepReferral, write_step


class CannotDraftReferral(Exception):
    """Another station looks after the resident, nothing is asked for, or nobody is asked."""


class CannotSendReferral(Exception):
    """It could not succeed: every reason, in words."""


class CannotOverride(Exception):
    """No reason is given, or the same person asks and agrees."""


class CannotStateCapacity(Exception):
    """A number of places does not go with the answer."""


def draft_referral(*, need, count, words, wanted_by, by, at, owner=None, shows_health=False, **to):
    """A social worker of the station that looks after the resident writes a referral; nothing is sent yet.

    Args:
        to: one of purse, programme, organisation, to_station.
        words: what is asked for; kept sealed, and shown to the addressee.
        shows_health: do the words tell of illness or disability?
        owner: who of the station sees to it; whoever writes it where nobody is named.

    Raises:
        CannotDraftReferral: with what to do instead.
    """
    station = station_of(by)
    if station is None or not Need.objects.known_to(station).filter(pk=need.pk).exists():
        raise CannotDraftReferral(_("Only the station that looks after the resident refers them."))
    if to.get("to_station") == station:
        raise CannotDraftReferral(_("This is your own station. Please choose another addressee."))
    if not words.strip():
        raise CannotDraftReferral(_("Please write in a sentence what is asked for."))
    if wanted_by < localdate(at):
        raise CannotDraftReferral(_("By when it is wanted is over already. Please choose a day."))
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                need=need,
                station=station,
                count=count,
                unit=unit_of(need.kind),
                words=words.strip(),
                shows_health=shows_health,
                wanted_by=wanted_by,
                owner=owner or by,
                drafted_by=by,
                drafted_at=at,
                **to,
            )
            note(act="referrals.draft", subject=referral, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotDraftReferral(in_words(refusal, Referral)) from refusal
    return referral


def send_referral(*, referral, by, at):
    """The station sends a referral; whatever stands in the way now refuses it. See Note [Sent only what can succeed].

    Raises:
        CannotSendReferral: with everything that stands in the way, in words; nothing was sent.
    """
    with transaction.atomic():
        while_nobody_merges()
        _must_be_of_the_station(referral, by, CannotSendReferral)
        if not Need.objects.known_to(station_of(by)).filter(pk=referral.need_id).exists():
            raise CannotSendReferral(
                _(
                    "Another station looks after the resident now, and refers them. Nothing was sent."
                )
            )
        Need.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.need_id)
        referral = _as_it_is(referral)
        _hold_addressee(referral)
        says = [one.says for one in in_the_way(referral, at=at) if one.stops]
        if says:
            raise CannotSendReferral(" ".join(says))
        consent, override = basis_of(referral, at=at)
        try:
            return write_step(
                referral=referral,
                kind=StepKind.REQUESTED,
                side=Side.REQUESTER,
                by=by,
                at=at,
                owner=referral.owner,
                consent=consent,
                override=override,
            )
        except CannotStepReferral as refusal:
            raise CannotSendReferral(str(refusal)) from refusal


def cancel_referral(*, referral, why, by, at):
    """The station takes a referral back, before or after it was sent, while it is not over.

    Raises:
        CannotStepReferral: with the reason in words.
    """
    with transaction.atomic():
        _must_be_of_the_station(referral, by, CannotStepReferral)
        if not why.strip():
            raise CannotStepReferral(_("Please say why it is taken back."))
        return write_step(
            referral=referral,
            kind=StepKind.CANCELLED,
            side=Side.REQUESTER,
            by=by,
            at=at,
            words=why.strip(),
        )


def state_capacity(
    *, has, kind, by, at, organisation=None, station=None, places=None, until_on=None, words="",
    from_referral=None, through=None,
):  # fmt: skip
    """Somebody writes down whether an organisation or a station has places for a kind of need; the latest word counts.

    Args:
        by: None where the addressee said so on the page without an account; ``through`` is its link then.

    Raises:
        CannotStateCapacity: with what to do instead.
    """
    if until_on and until_on < localdate(at):
        raise CannotStateCapacity(
            _("This day is over already. Nothing was saved; please correct it.")
        )
    try:
        with transaction.atomic():
            capacity = Capacity.objects.create(
                organisation=organisation,
                station=station,
                kind=kind,
                has=has,
                places=places,
                until_on=until_on,
                words=words.strip(),
                told_at=at,
                told_by=by,
                from_referral=from_referral,
            )
            note(
                act="referrals.state_capacity",
                subject=capacity,
                by=by,
                at=at,
                why=has,
                through=through,
            )
    except IntegrityError as refusal:
        raise CannotStateCapacity(in_words(refusal, Capacity)) from refusal
    return capacity


@transaction.atomic
def ask_for_override(*, need, whom, why, by, at):
    """Somebody of the station asks to share without a consent, since it cannot wait.

    Args:
        whom: the organisation or station that would learn of the resident.

    Raises:
        CannotOverride: it does not say why, or another station looks after the resident.
    """
    _must_know(need, by)
    if not why.strip():
        raise CannotOverride(_("Please write down why it cannot wait for the resident's consent."))
    override = Override.objects.create(
        need=need, whom=key_of(whom), why=why.strip(), asked_by=by, asked_at=at
    )
    note(act="referrals.ask_for_override", subject=override, by=by, at=at)
    return override


def agree_to_override(*, override, by, at):
    """A second person of the station agrees that it is shared without a consent.

    Raises:
        CannotOverride: the same person asked, or somebody agreed before.
    """
    _must_know(override.need, by)
    try:
        with transaction.atomic():
            waiting = Override.objects.filter(pk=override.pk, agreed_at=None)
            if not waiting.update(agreed_at=at, agreed_by=by):
                raise CannotOverride(
                    _("Somebody agreed to this already. Please open the page again.")
                )
            note(act="referrals.agree_to_override", subject=override, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOverride(in_words(refusal, Override)) from refusal


def _must_know(need, by):
    station = station_of(by)
    if station is None or not Need.objects.known_to(station).filter(pk=need.pk).exists():
        raise CannotOverride(
            _("Only people of the station that looks after the resident may do this.")
        )


def _must_be_of_the_station(referral, by, refusal):
    station = station_of(by)
    if station is None or station.pk != referral.station_id:
        raise refusal(_("Only the station that wrote this referral may do this."))


def _as_it_is(referral):
    rows = Referral.objects.select_related(
        "need__resident",
        "purse__fund",
        "programme__purse__fund",
        "organisation",
        "to_station",
        "owner",
    )
    return rows.get(pk=referral.pk)


def _hold_addressee(referral):
    """The purse, or whoever has the places, locked after the need. See Note [Sent only what can succeed]."""
    if purse := referral.from_purse:
        Purse.objects.select_for_update(of=("self",), no_key=True).get(pk=purse.pk)
    elif referral.organisation_id:
        Organisation.objects.select_for_update(no_key=True).get(pk=referral.organisation_id)
    else:
        Station.objects.select_for_update(no_key=True).get(pk=referral.to_station_id)
