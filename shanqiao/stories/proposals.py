"""What is proposed to the funds of one person, by a plan or by hand, with all that a list of it says."""

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Proposal, Share
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.sameness.queries import OfOnePerson, person_agrees_to

from .pseudonyms import without_names

# years, both ends included
BANDS = ((0, 6), (7, 17), (18, 44), (45, 59), (60, 69), (70, 79), (80, None))


def proposals_of(person):
    """Proposals that wait for an answer by the funds of ``person``, the gravest need first.

    Each has needed, elsewhere, severity, urgency, signed_at and signed_by of its need's latest
    assessment; granted (to the need, by anybody), gap (what is still missing), gravity (as plans
    order needs), and free_now (what its purse has left).
    """
    return all_proposals_of(person).waiting()


def all_proposals_of(person):
    """The same for every proposal that was ever made to these funds, answered or not."""
    rows = Proposal.objects.filter(purse__fund__in=funds_of(person))
    rows = (
        with_latest_assessment(rows, need="need")
        .annotate(
            granted=Coalesce(F("need__cover__granted"), Value(0)),
            free_now=F("purse__line__free"),
        )
        .annotate(
            gap=F("needed") - F("elsewhere") - F("granted"),
            gravity=Value(1) + F("severity") + Value(15) * F("urgency"),
        )
        .select_related("need__resident__street__district", "purse__fund", "purse__line")
        .select_related("plan", "asking__asked_by")
        .defer("plan__facts", "plan__summary")  # the whole city, once for each row
        .order_by("-gravity", "need__open_on", "need_id", "pk")
    )
    return without_names(rows, path="need__resident")


def only_missing(proposals, *, person, at):
    """Those that only the word of ``person`` is missing for, as far as rows can tell.

    The person decides for the fund, and neither asked for it or its plan, nor applied for it, nor assessed the need; need,
    purse and the cap for one person have room, the resident agrees. Whether the givers' conditions
    still hold is asked anew when it is approved.
    """
    shares = Share.objects.filter(
        OfOnePerson(F("resident"), OuterRef("need__resident")), purse=OuterRef("purse")
    )
    had = shares.order_by().values("purse").annotate(all=Sum("granted")).values("all")
    return (
        proposals.filter(purse__fund__in=funds_of(person, Seat.Role.DECIDES))
        .exclude(plan__proposed_by=person)
        .exclude(asking__asked_by=person)
        .exclude(asking__applied_by=person)
        .exclude(signed_by=person.pk)
        .annotate(
            agrees=person_agrees_to(Consent.Purpose.FINDING_HELP, path="need__resident"),
            had=Coalesce(Subquery(had), Value(0), output_field=BigIntegerField()),
        )
        .filter(Q(purse__person_cap=None) | Q(purse__person_cap__gte=F("had") + F("count")))
        .filter(
            agrees=True,
            count__lte=F("gap"),
            free_now__gte=F("count"),
            need__closed_at=None,
            purse__valid_from__lte=localdate(at),
            purse__valid_to__gte=localdate(at),
        )
    )


def band_of(age):
    """The band of an age in years; "" where it is not known."""
    if age is None:
        return ""
    return next(_named(first, last) for first, last in BANDS if last is None or age <= last)


def _named(first, last):
    return f"{first}+" if last is None else f"{first}–{last}"
