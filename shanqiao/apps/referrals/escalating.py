"""Referrals that nobody answers in time are put before one more person on each side, once."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.people.models import Post
from shanqiao.apps.people.queries import people_at
from shanqiao.apps.record.actions import note

from .models import Escalation, Referral, ReferralStep
from .queries import overdue

Whom = Escalation.Whom


def escalate_referrals(*, at):
    """Whatever was due before today goes before the station's supervisor and the addressee's next person.

    Run again, it says nothing twice: a step is put before each side once, held by the table.

    Returns:
        how many rows were written.
    """
    told = Escalation.objects.filter(step=OuterRef("last"))
    late = overdue(Referral.objects.all(), on=localdate(at)).exclude(Exists(told))
    late = late.select_related("station", "purse__fund", "programme__purse__fund", "to_station")
    return sum(_put_before_both(one, at=at) for one in late.order_by("due_on", "pk"))


@transaction.atomic
def _put_before_both(referral, *, at):
    owner = ReferralStep.objects.get(pk=referral.last).owner_id
    persons = {
        Whom.SUPERVISOR: _of_the_station(referral.station, besides=owner) or _of_the_city(),
        Whom.ADDRESSEE: _next_of_addressee(referral, besides=owner),
    }
    written = 0
    for whom, person in persons.items():
        _escalation, is_new = Escalation.objects.get_or_create(
            step_id=referral.last, whom=whom, defaults={"person": person, "at": at}
        )
        if is_new:
            note(act="referrals.escalate", subject=referral, by=None, at=at, why=whom)
        written += is_new
    return written


def _of_the_station(station, *, besides):
    return people_at(station, Post.Role.STATION_SUPERVISOR).exclude(pk=besides).first()


def _of_the_city():
    """Who supervises the stations of the city; the one longest in the post."""
    posts = Post.objects.filter(role=Post.Role.SUPERVISOR, until=None).select_related("person")
    post = posts.order_by("since", "pk").first()
    return post.person if post else None


def _next_of_addressee(referral, *, besides):
    """The manager of the fund, or the supervisor or somebody else of the station; None of an organisation."""
    if purse := referral.from_purse:
        seats = purse.fund.seats.filter(role=Seat.Role.DECIDES, until=None).select_related("person")
        seat = seats.exclude(person=besides).order_by("pk").first()
        return seat.person if seat else None
    if station := referral.to_station:
        others = people_at(station).exclude(pk=besides)
        return _of_the_station(station, besides=besides) or others.first()
    return None
