"""What a station's lists show of its needs, its residents and the payments it confirms."""

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.delivery.queries import that_stand
from shanqiao.apps.needs.kinds import Kind, unit_of
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.residents.models import Consent, Resident
from shanqiao.apps.sameness.queries import person_agrees_to

from .stages import Stage, with_stage


def needs_of(station):
    """The needs a station knows, each with stage, look_again, what its assessment says, unit, granted and lacking.

    ``lacking`` is what nobody has covered yet; None before the first assessment.
    """
    needs = Need.objects.known_to(station).select_related("resident")
    return with_stage(with_latest_assessment(needs)).annotate(
        unit=_unit(),
        letters=letters_of("resident__search_key"),
        agreed=person_agrees_to(Consent.Purpose.FINDING_HELP, path="resident"),
        granted=Coalesce(F("cover__granted"), 0),
        lacking=Case(
            When(needed=None, then=None),
            default=Greatest(
                F("needed") - F("elsewhere") - Coalesce(F("cover__granted"), 0),
                Value(0, output_field=BigIntegerField()),
            ),
            output_field=BigIntegerField(),
        ),
    )


def to_assess(needs):
    """Those of ``needs`` that wait for their first assessment, the most patient first."""
    return needs.filter(stage=Stage.TOLD).order_by("told_at", "pk")


def to_look_at_again(needs):
    """Those that a fund sent back for a new assessment."""
    return needs.filter(look_again=True).exclude(stage=Stage.CLOSED).order_by("told_at", "pk")


def to_confirm(station):
    """Payments to residents of this station that nobody has confirmed, the longest waiting first."""
    return (
        that_stand(Payment.objects.filter(receipt=None))
        .filter(Exists(Need.objects.known_to(station).filter(pk=OuterRef("grant__need"))))
        .select_related("grant__need__resident", "grant__proposal__purse__fund")
        .order_by("paid_at", "pk")
    )


def residents_of(station):
    """The residents a station looks after, each with ``open_needs`` and ``agreed`` (their latest word)."""
    return _with_needs_and_word(Resident.objects.known_to(station))


def residents_on_file_of(station):
    """The same, with those it looked after until they died or moved away."""
    return _with_needs_and_word(Resident.objects.on_file_of(station))


def _with_needs_and_word(residents):
    open_needs = Need.objects.filter(resident=OuterRef("pk"), closed_at=None).order_by()
    return residents.select_related("street").annotate(
        letters=letters_of("search_key"),
        agreed=person_agrees_to(Consent.Purpose.FINDING_HELP, path="pk"),
        open_needs=Coalesce(
            Subquery(open_needs.values("resident").annotate(n=Count("pk")).values("n")), 0
        ),
    )


def waiting_of(station):
    """How much waits for this station: (to assess, of them again, to confirm); two queries."""
    needs = with_stage(Need.objects.known_to(station).open())
    counts = needs.aggregate(
        told=Count("pk", filter=Q(stage=Stage.TOLD)), again=Count("pk", filter=Q(look_again=True))
    )
    return counts["told"], counts["again"], to_confirm(station).order_by().count()


def letters_of(path):
    """The pinyin of a name, so that a list of names is in the order people look them up in."""
    return Func(
        F(path),
        function="substring",
        template="%(function)s(%(expressions)s from ' ([^ ]+) [^ ]*$')",
    )


def _unit():
    """The unit of the kind, as a column."""
    return Case(
        *(When(kind=kind, then=Value(unit_of(kind))) for kind in Kind), output_field=CharField()
    )
