"""Aid programmes as funds, stations and everybody see them: what is open, what was applied for, what came of it."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, Sum, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.queries import came_back
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.programmes.models import AidProgramme, Application, Refusal
from shanqiao.apps.programmes.queries import (
    applications_of,
    programmes_for,
    refused_for_good,
    room_in,
)

from .pseudonyms import without_names

SHOWN = 20  # programmes for one need; there are never that many for one kind in one place


class State(TextChoices):
    """How far an application has come, asked from the rows that exist."""

    WAITING = "waiting", _("waits for the fund")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back by the station")
    ACCEPTED = "accepted", _("accepted, to be approved")
    DECLINED = "declined", _("accepted, and then not approved")
    LAPSED = "lapsed", _("accepted, and came to nothing")
    GRANTED = "granted", _("promised, to be paid")
    RELEASED = "released", _("promised, and taken back")
    PAID = "paid", _("paid, not confirmed yet")
    CONFIRMED = "confirmed", _("arrived")
    BACK = "back", _("paid, and came back")


LEADS_TO = {  # to the station; see Note [What a refusal leads to]
    Refusal.Reason.PURPOSE: _("The programme is not open to this need again."),
    Refusal.Reason.UNCLEAR: _("Apply again with what was missing."),
    Refusal.Reason.HELPED: _("Assess the need again before you apply again."),
    Refusal.Reason.SPENT: _("You may apply again later; the plans look for other help."),
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An open programme that helps with the kind of a need; whether the station may apply, and why not."""

    programme: AidProgramme
    most: int
    in_the_way: tuple[str, ...]
    refusal: Refusal | None  # what keeps the need from it

    @property
    def may_apply(self):
        return bool(self.most) and not self.in_the_way and self.refusal is None


def with_state(applications):
    """Each application with its `State`, and with what was accepted, as ``accepted``."""
    made, how = "acceptance__proposal", Proposal.Closing
    return applications.annotate(
        accepted=F(f"{made}__count"),
        state=Case(
            When(closed_at=None, then=Value(State.WAITING)),
            When(closed_how=Application.Closing.REFUSED, then=Value(State.REFUSED)),
            When(closed_how=Application.Closing.WITHDRAWN, then=Value(State.WITHDRAWN)),
            When(Q(**{f"{made}__grant__release__isnull": False}), then=Value(State.RELEASED)),
            When(
                Q(**{f"{made}__grant__payment__isnull": False})
                & Q(**{f"{made}__grant__count": came_back(of=f"{made}__grant")}),
                then=Value(State.BACK),
            ),
            When(
                Q(**{f"{made}__grant__payment__receipt__isnull": False}),
                then=Value(State.CONFIRMED),
            ),
            When(Q(**{f"{made}__grant__payment__isnull": False}), then=Value(State.PAID)),
            When(Q(**{f"{made}__grant__isnull": False}), then=Value(State.GRANTED)),
            When(Q(**{f"{made}__closed_how": how.DECLINED}), then=Value(State.DECLINED)),
            When(Q(**{f"{made}__closed_at__isnull": False}), then=Value(State.LAPSED)),
            default=Value(State.ACCEPTED),
        ),
    )


def programmes_of(person):
    """The programmes of the funds of a person, each with how many applied, were accepted, granted and paid, and sums.

    Of what was granted and paid, that which stands; ``back`` is what came back. See Note [Paid is what stands].
    """
    made = "applications__acceptance__proposal"
    kept = Q(**{f"{made}__grant__isnull": False, f"{made}__grant__release": None})
    paid, back = F(f"{made}__grant__payment__count"), came_back(of=f"{made}__grant")

    def total(path, **filters):
        return Coalesce(Sum(path, **filters), Value(0))

    return (
        AidProgramme.objects.filter(purse__fund__in=funds_of(person))
        .select_related("purse__fund", "opened_by", "ended_by")
        .annotate(
            applied=Count("applications"),
            waiting=Count("applications", filter=Q(applications__closed_at=None)),
            accepted=Count(made),
            granted=Count(f"{made}__grant", filter=kept),
            paid=Count(f"{made}__grant__payment", filter=GreaterThan(paid, back)),
            back=Count(f"{made}__grant", filter=GreaterThan(back, 0)),
            applied_sum=total("applications__count"),
            accepted_sum=total(f"{made}__count"),
            granted_sum=total(F(f"{made}__grant__count") - back, filter=kept),
            paid_sum=total(paid - back),
            back_sum=total(back),
        )
        .order_by("-first_on", "-pk")
    )


def applications_to(person):
    """The applications to the programmes of these funds; nobody's name is fetched.

    Each has gap (what its need lacks by the latest assessment), state and accepted.
    """
    rows = with_latest_assessment(applications_of(funds_of(person)), need="need").annotate(
        gap=F("needed") - F("elsewhere") - Coalesce(F("need__cover__granted"), Value(0))
    )
    return with_state(without_names(rows, path="need__resident"))


def to_answer(person):
    """Those that wait for an answer by this person."""
    mine = funds_of(person, Seat.Role.PROPOSES, Seat.Role.DECIDES)
    return applications_of(mine).waiting().exclude(applied_by=person)


def applications_for(need):
    """What was applied for on behalf of a need, the latest first, each with its answer."""
    return with_state(
        need.applications.select_related(
            "programme__purse__fund", "refusal", "acceptance__proposal__decline"
        )
    ).order_by("-applied_at", "-pk")


def offers_for(need, *, at):
    """`Offer` for each open programme of the kind; those with an application under way are left out.

    Args:
        need: with its resident loaded.
    """
    under_way = [State.WAITING, State.ACCEPTED]
    taken = applications_for(need).filter(state__in=under_way).values("programme")
    programmes = programmes_for(need, on=localdate(at)).exclude(pk__in=taken)
    offers = []
    for programme in programmes[:SHOWN]:
        most, in_the_way = room_in(programme, need, at=at)
        offers.append(
            Offer(
                programme=programme,
                most=most,
                in_the_way=in_the_way,
                refusal=refused_for_good(programme, need),
            )
        )
    return sorted(offers, key=lambda offer: not offer.may_apply)


def open_programmes(*, at):
    """The programmes that take applications today, for everybody to read."""
    return (
        AidProgramme.objects.open(on=localdate(at))
        .select_related("purse__fund__host")
        .order_by("purse__fund", "pk")
    )
