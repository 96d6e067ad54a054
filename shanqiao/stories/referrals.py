"""Referrals as each side sees them: whom a station asked, what it was asked, what came of it, what is late."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.funds.queries import funds_of, with_something_free
from shanqiao.apps.places.models import Station
from shanqiao.apps.programmes.queries import programmes_for
from shanqiao.apps.referrals.basis import still_rests
from shanqiao.apps.referrals.models import Referral, ReferralStep
from shanqiao.apps.referrals.queries import (
    open_ones,
    put_before,
    referrals_for,
    referrals_from,
    referrals_of,
    referrals_to_funds,
    referrals_to_station,
    with_state,
)
from shanqiao.apps.referrals.states import OVER, State
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.sameness.queries import records_of

from .pseudonyms import without_names

LEADS_TO = {  # to the station; see Note [What a decline of a referral leads to]
    ReferralStep.Reason.NO_CAPACITY: _(
        "They are not offered for this kind of help until they have places again."
    ),
    ReferralStep.Reason.NOT_ELIGIBLE: _(
        "It can be sent there again once the need is assessed anew or something known has changed."
    ),
    ReferralStep.Reason.COVERED: _("Assess the need again before it is sent anywhere."),
    ReferralStep.Reason.UNREACHABLE: _(
        "It is with you: reach the resident, correct the telephone, then send it once more."
    ),
    ReferralStep.Reason.NOT_OURS: _("Ask somebody else; it is not sent there again for this need."),
}
WAY = (State.DRAFT, State.REQUESTED, State.ACCEPTED, State.IN_PROGRESS, State.COMPLETED)


@dataclass(frozen=True)
class WayStep:
    """One stage of the small picture of a referral's way."""

    stage: State
    passed: bool
    here: bool
    stopped: bool


def with_words(referrals):
    """Each referral with its state, the name of its addressee, and whether it is late; ``day`` is given by the caller."""
    name = "name" if (get_language() or "zh").startswith("zh") else "name_en"
    return (
        with_state(referrals)
        .select_related(
            "need__resident__street",
            "station",
            "purse__fund",
            "programme__purse__fund",
            "organisation",
            "to_station",
            "owner",
        )
        .annotate(
            addressee_name=Coalesce(
                F(f"purse__fund__{name}"),
                F(f"programme__{name}"),
                F(f"organisation__{name}"),
                F(f"to_station__{name}"),
                output_field=CharField(),
            )
        )
    )


def with_lateness(referrals, *, at):
    """Each referral (with its state) with ``late``: its next step was due before today."""
    return referrals.annotate(
        late=Case(
            When(Q(due_on__lt=localdate(at)) & ~Q(last_kind__in=OVER), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def sent_by(station, *, at):
    """What a station wrote and sent, with words and lateness."""
    return with_lateness(with_words(referrals_from(station)), at=at)


def referrals_of_need(need, *, station, at):
    """Everything any station sent for a need, and what ``station`` is about to send, the latest first."""
    rows = with_words(referrals_for(need, station=station))
    return with_lateness(rows, at=at).order_by("-drafted_at")


def sent_to(station, *, at):
    """What other stations sent to this one, with words and lateness."""
    return with_lateness(with_words(referrals_to_station(station)), at=at)


def sent_to_funds_of(person, *, at):
    """What was sent to the funds of a person; nobody's name is fetched."""
    rows = with_lateness(with_words(referrals_to_funds(funds_of(person))), at=at)
    return without_names(rows, path="need__resident")


def late_in_the_city(*, at):
    """Every referral that is late, the longest first; nobody's name is fetched."""
    rows = with_words(open_ones(Referral.objects.all()))
    return without_names(rows, path="need__resident").filter(due_on__lt=localdate(at))


def waits_at(station, *, at):
    """(how many wait for this station, is any late): sent to it and not answered, or its own and late."""
    ours = Referral.objects.filter(Q(station=station) | Q(to_station=station))
    counts = open_ones(ours).aggregate(
        into=Count("pk", filter=Q(to_station=station, state=State.REQUESTED)),
        over_time=Count("pk", filter=Q(station=station, due_on__lt=localdate(at))),
    )
    return counts["into"] + counts["over_time"], counts["over_time"] > 0


def put_before_me(person, *, at, station=None):
    """What is late and was put before ``person``: of their station where one is named, else of their funds; without names."""
    rows = Referral.objects.filter(Q(station=station) | Q(to_station=station))
    if station is None:
        rows = referrals_to_funds(funds_of(person))
    rows = with_lateness(with_words(put_before(person, rows)), at=at)
    return without_names(rows, path="need__resident")


def way_of_referral(referral):
    """The small picture of the way of a referral (with its state)."""
    state = State(referral.state)
    stopped = state in (State.REJECTED, State.FAILED, State.CANCELLED, State.REVOKED)
    place = _reached(referral) if stopped or state == State.ON_HOLD else WAY.index(state)
    return [
        WayStep(stage, passed=n < place, here=n == place, stopped=stopped and n == place)
        for n, stage in enumerate(WAY)
    ]


def whom_to_ask(need, *, at):
    """Everybody a need may be sent to: (group, [(value, label, row)]) in the order in which they are looked at."""
    day = localdate(at)
    programmes = [
        (f"programme-{p.pk}", f"{p} · {p.purse.fund}", p) for p in programmes_for(need, on=day)
    ]
    purses = with_something_free(at=at).filter(kinds__contains=[need.kind], item=need.item)
    from_purses = [
        (f"purse-{p.pk}", f"{p.fund} · {p.label}", p) for p in purses.order_by("fund", "pk")
    ]
    helping = Organisation.objects.filter(capacities__kind=need.kind).distinct().order_by("pk")
    others = Organisation.objects.exclude(pk__in=helping).order_by("name")
    organisations = [(f"organisation-{o.pk}", str(o), o) for o in [*helping, *others]]
    stations = Station.objects.exclude(pk=need.station_id).order_by("street", "pk")
    return [
        (_("Aid programmes"), programmes),
        (_("Purses of funds"), from_purses),
        (_("Organisations"), organisations),
        (_("Other stations"), [(f"station-{s.pk}", str(s), s) for s in stations]),
    ]


def receipts_for(referral):
    """The confirmed receipts that could show that this referral is done, the latest first.

    See Note [One step after the other].
    """
    steps = referral.steps.order_by("number")
    promised = steps.filter(proposal__isnull=False).values_list("proposal", flat=True).first()
    sent_at = steps.values_list("at", flat=True).first()
    if sent_at is None:
        return Receipt.objects.none()
    of_it = {"payment__grant__proposal": promised} if promised else {"confirmed_at__gte": sent_at}
    return (
        Receipt.objects.filter(payment__grant__need=referral.need_id, **of_it)
        .exclude(says=Receipt.Word.NOT_RECEIVED)
        .select_related("payment")
        .defer("evidence")
        .order_by("-confirmed_at")
    )


def without_a_basis(resident, *, station, at):
    """What a station sent for a person and is not over, though the person no longer agrees."""
    mine = with_words(open_ones(referrals_of(records_of(resident)).filter(station=station)))
    return [one for one in mine.order_by("pk") if not still_rests(one, at=at)]


def referrals_about(resident):
    """Every referral that was sent for a person, on any record, the latest first: for their own sheet."""
    return with_words(referrals_of(records_of(resident))).order_by("-drafted_at")


def _reached(referral):
    """How far along the way a referral came that was stopped or is on hold."""
    kinds = set(referral.steps.values_list("kind", flat=True))
    if kinds & {"started", "resumed"}:
        return WAY.index(State.IN_PROGRESS)
    if "accepted" in kinds:
        return WAY.index(State.ACCEPTED)
    return WAY.index(State.REQUESTED) if "requested" in kinds else 0
