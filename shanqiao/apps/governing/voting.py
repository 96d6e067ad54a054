"""Putting a motion, answering it, and counting. See Note [A vote and its count]."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .counting import count_of, is_settled
from .investing import bars_to_investing
from .models import Motion, Result, Vote
from .queries import interests_in, members_of, rules_of


class CannotPutMotion(Exception):
    """The fund has no rules yet, the day has passed, or something the motion needs is missing."""


class CannotVote(Exception):
    """Not a member, not the day, answered already, closed, or an interest stands in the way."""


class CannotClose(Exception):
    """Closed already, or somebody may still answer."""


def put_motion(*, fund, kind, title, words, way, on, by, at, **about):
    """A question is put to the committee of a fund.

    Args:
        on: the day of the meeting, or the last day for letters.
        about: purse, amount, party, instrument, invested_until, as the kind needs.

    Raises:
        CannotPutMotion: with the reason.
    """
    if on < localdate(at):
        raise CannotPutMotion(_("That day has passed. Please choose today or a later day."))
    if not rules_of(fund).filter(since__lte=on).exists():
        raise CannotPutMotion(_("This fund has no rules yet; write them down first."))
    purse = about.get("purse")
    if purse is not None and purse.fund_id != fund.pk:
        raise CannotPutMotion(_("That purse belongs to another fund."))
    try:
        with transaction.atomic():
            motion = Motion.objects.create(
                fund=fund,
                kind=kind,
                title=title,
                words=words,
                way=way,
                on=on,
                put_by=by,
                put_at=at,
                **about,
            )
            note(act="governing.put_motion", subject=motion, by=by, at=at)
            _is_not_barred(motion, on=on)
    except IntegrityError as refusal:
        raise CannotPutMotion(in_words(refusal, Motion)) from refusal
    return motion


@transaction.atomic
def cast_vote(*, motion, choice, by, at, words=""):
    """A member answers a motion, once. See Note [A vote and its count].

    Raises:
        CannotVote: with the reason.
    """
    Motion.objects.select_for_update(no_key=True).get(pk=motion.pk)
    member = members_of(motion.fund, on=motion.on).filter(person=by).first()
    if member is None:
        raise CannotVote(_("Only members in office on the day of this motion answer it."))
    if Result.objects.filter(motion=motion).exists():
        raise CannotVote(_("This motion is closed."))
    if Vote.objects.filter(motion=motion, member=member).exists():
        raise CannotVote(_("You have answered already; an answer stays as it is."))
    if not may_answer_on(motion, localdate(at)):
        raise CannotVote(
            _("A motion is answered on the day of its meeting, or by letter until its last day.")
        )
    if choice != Vote.Choice.RECUSED and interests_in(motion, by).exists():
        raise CannotVote(_("You have declared an interest, so you take no part in this decision."))
    vote = Vote.objects.create(motion=motion, member=member, choice=choice, words=words, at=at)
    note(act="governing.vote", subject=motion, by=by, at=at)
    return vote


@transaction.atomic
def close_motion(*, motion, by, at):
    """The answers are counted, by the rules in force on the day of the motion.

    Raises:
        CannotClose: with the reason.
    """
    Motion.objects.select_for_update(no_key=True).get(pk=motion.pk)
    if Result.objects.filter(motion=motion).exists():
        raise CannotClose(_("This motion is closed."))
    count = count_of(motion)
    if not is_settled(motion, count, on=localdate(at)):
        raise CannotClose(
            _(
                "Not everybody has answered. It can be counted once all have, or when the day is over."
            )
        )
    result = Result.objects.create(
        motion=motion,
        members=count.members,
        yes=count.yes,
        no=count.no,
        abstained=count.abstained,
        recused=count.recused,
        present_needed=count.present_needed,
        yes_needed=count.yes_needed,
        carried=count.carried,
        reasons=count.reasons(),
        closed_by=by,
        closed_at=at,
    )
    note(act="governing.close_motion", subject=motion, by=by, at=at)
    return result


def may_answer_on(motion, day):
    """Is this a day on which members answer?"""
    return day == motion.on if motion.way == Motion.Way.MEETING else day <= motion.on


def _is_not_barred(motion, *, on):
    if motion.kind != Motion.Kind.INVESTMENT:
        return
    bars = bars_to_investing(motion.purse, amount=motion.amount, until=motion.invested_until, on=on)
    if bars:
        raise CannotPutMotion(" ".join(bar.says for bar in bars))
