"""Referrals that nobody answers in time are put before one more person on each side, once."""

from django.db import transaction
from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.people.models import Person, Post
from shanqiao.apps.record.actions import note

from .models import Escalation, Referral, ReferralStep
from .queries import overdue

Whom = Escalation.Whom


def escalate_referrals(*, at):
    """Whatever was due before today goes before the supervisor and the addressee's next person.

    Run again, it says nothing twice: a step is put before each side once, held by the table.

    Returns:
        how many rows were written.
    """
    late = overdue(Referral.objects.all(), on=localdate(at)).select_related(
        "purse", "programme__purse", "to_station"
    )
    written = 0
    for referral in late.order_by("due_on", "pk"):
        for whom, person in (
            (Whom.SUPERVISOR, _supervisor()),
            (Whom.ADDRESSEE, _next_of_addressee(referral)),
        ):
            written += _put_before(referral, whom, person, at=at)
    return written


@transaction.atomic
def _put_before(referral, whom, person, *, at):
    _escalation, is_new = Escalation.objects.get_or_create(
        step_id=referral.last, whom=whom, defaults={"person": person, "at": at}
    )
    if is_new:
        note(act="referrals.escalate", subject=referral, by=None, at=at, why=whom)
    return is_new


def _supervisor():
    """Who supervises the stations; the one longest in the post."""
    posts = Post.objects.filter(role=Post.Role.SUPERVISOR, until=None).select_related("person")
    post = posts.order_by("since", "pk").first()
    return post.person if post else None


def _next_of_addressee(referral):
    """The manager of the fund, or somebody of the station beside whom it is with; None of an organisation."""
    step = ReferralStep.objects.get(pk=referral.last)
    if purse := referral.from_purse:
        seats = purse.fund.seats.filter(role=Seat.Role.DECIDES, until=None).select_related("person")
        seat = seats.order_by("pk").first()
        return seat.person if seat else None
    if referral.to_station_id:
        people = Person.objects.filter(posts__station=referral.to_station_id, posts__until=None)
        return people.exclude(pk=step.owner_id).order_by("pk").first()
    return None
