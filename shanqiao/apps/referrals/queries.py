from django.db.models import (
    CharField,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.places.models import Station

from .models import Capacity, Escalation, Referral, ReferralStep
from .states import OVER, STATE_AFTER, State


def with_state(referrals):
    """Each referral with ``state``, and of its last step ``last`` (identity), ``since``, ``due_on`` and ``reason``."""
    last = ReferralStep.objects.filter(referral=OuterRef("pk")).order_by("-number")
    return referrals.annotate(
        last=Subquery(last.values("pk")[:1]),
        last_kind=Coalesce(Subquery(last.values("kind")[:1]), Value("")),
        since=Coalesce(Subquery(last.values("at")[:1]), F("drafted_at")),
        due_on=Subquery(last.values("due_on")[:1]),
        reason=Subquery(last.values("reason")[:1]),
    ).annotate(
        # a table to look up in, so that the last kind is asked for once and not for each state
        state=Coalesce(
            Func(
                Value(STATE_AFTER, output_field=JSONField()),
                F("last_kind"),
                function="jsonb_extract_path_text",
                output_field=CharField(),
            ),
            Value(State.DRAFT),
        )
    )


def open_ones(referrals):
    """Those that were sent and are not over, with their state: sorted out first, since most are over after a while."""
    over = Exists(ReferralStep.objects.filter(referral=OuterRef("pk"), kind__in=OVER))
    return with_state(referrals.filter(_was_sent(), ~over))


def overdue(referrals, *, on):
    """Those whose next step was due before that day."""
    return open_ones(referrals).filter(due_on__lt=on)


def put_before(person, referrals):
    """Those whose last step is late and was put before ``person``, with their state, the longest first."""
    told = Escalation.objects.filter(step=OuterRef("last"), person=person)
    return open_ones(referrals).filter(Exists(told)).order_by("due_on", "pk")


def referrals_from(station):
    """What a station sent, or is about to send."""
    return Referral.objects.filter(station=station)


def referrals_for(need, *, station):
    """What was sent for a need, by whomever, and what ``station`` is about to send."""
    return Referral.objects.filter(Q(station=station) | Q(_was_sent()), need=need)


def referrals_to_station(station):
    """What other stations sent to this one; drafts are nobody's business yet."""
    return Referral.objects.filter(_was_sent(), to_station=station)


def referrals_to_funds(funds):
    """What was sent to these funds, to one of their purses or programmes."""
    to = Q(purse__fund__in=funds) | Q(programme__purse__fund__in=funds)
    return Referral.objects.filter(_was_sent(), to)


def _was_sent():
    return Exists(ReferralStep.objects.filter(referral=OuterRef("pk"), kind="requested"))


def referrals_of(residents):
    """What was sent for these residents (identities)."""
    return Referral.objects.filter(_was_sent(), need__resident__in=residents)


def answers_for(person, referral):
    """May ``person`` answer this referral for its addressee?"""
    if referral.to_station_id:
        station = station_of(person)
        return station is not None and station.pk == referral.to_station_id
    if purse := referral.from_purse:
        answering = funds_of(person, Seat.Role.PROPOSES, Seat.Role.DECIDES)
        return answering.filter(pk=purse.fund_id).exists()
    return False


def capacity_of(row, kind, *, on):
    """The latest word on whether an organisation or a station has places for ``kind``; None where nobody knows.

    A word that was for some days is no longer one after them.
    """
    field = "station" if isinstance(row, Station) else "organisation"
    latest = Capacity.objects.filter(**{field: row}, kind=kind).order_by("-told_at", "-pk").first()
    if latest is None or (latest.until_on and latest.until_on < on):
        return None
    return latest


def places_left(capacity):
    """How many places are left of those that were told of; None where no number was told.

    What was sent to them since and is not over takes one place each, accepted or not.
    """
    if capacity.places is None:
        return None
    to = {"organisation": capacity.organisation_id, "to_station": capacity.station_id}
    sent = open_ones(Referral.objects.filter(**to, need__kind=capacity.kind))
    first = ReferralStep.objects.filter(referral=OuterRef("pk"), number=1)
    since = sent.annotate(sent_at=Subquery(first.values("at")[:1]))
    return max(0, capacity.places - since.filter(sent_at__gte=capacity.told_at).count())


def asked_of(purse, *, besides=None):
    """How much was sent to a purse, or to its programmes, and waits for an answer."""
    to = Q(purse=purse) | Q(programme__purse=purse)
    waiting = with_state(Referral.objects.filter(to)).filter(state=State.REQUESTED)
    if besides is not None:
        waiting = waiting.exclude(pk=besides)
    return int(waiting.aggregate(all=Coalesce(Sum("count"), Value(0)))["all"])


def steps_of(referral):
    """Everything that happened to a referral, the first step first."""
    return referral.steps.select_related(
        "by", "owner", "document", "consent", "override", "proposal", "receipt", "link__made_by"
    ).defer("document__sealed")


def escalations_of(referral):
    """Before whom a referral was put because it was late, the first first."""
    rows = Escalation.objects.filter(step__referral=referral)
    return rows.select_related("person", "step").order_by("at", "pk")


def capacities_latest():
    """The word that counts on each kind of place, of organisations and stations, the latest first."""
    latest = (
        Capacity.objects.order_by("organisation", "station", "kind", "-told_at", "-pk")
        .distinct("organisation", "station", "kind")
        .values("pk")
    )
    return (
        Capacity.objects.filter(pk__in=latest)
        .select_related("organisation", "station", "told_by")
        .order_by("-told_at", "-pk")
    )


def is_overdue(referral, *, at):
    """Is the next step of this referral (with its state) late?"""
    return referral.due_on is not None and referral.due_on < localdate(at)
