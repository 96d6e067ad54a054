"""What is left of a purse after its end: decided about, and moved. Source: 慈善法 (2023修正) 第58条 (rules US-04)."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, Row, post, way_in, way_out
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Motion, Result, Surplus
from .voting import CannotPutMotion, put_motion


class CannotMoveSurplus(Exception):
    """The committee did not decide it, or there is not so much left."""


@transaction.atomic
def propose_surplus(*, purse, to, amount, nearness, title, words, way, on, by, at, why=""):
    """The committee is asked to use what is left of a purse for another of the same or a near purpose.

    Raises:
        CannotPutMotion: with the reason.
    """
    here, there = (p.restrictions.order_by("-version").first() for p in (purse, to))
    if here is None or there is None:
        raise CannotPutMotion(_("Write down first what both purses are for."))
    if here.period_to >= localdate(at):
        raise CannotPutMotion(_("There is a surplus only after the period of the purse has ended."))
    if nearness == Surplus.Nearness.SAME and here.purpose != there.purpose:
        raise CannotPutMotion(
            _("The two purses have different purposes: say that it is near, and why.")
        )
    if purse.fund.host_id != to.fund.host_id or purse.pk == to.pk or purse.unit != to.unit:
        raise CannotPutMotion(
            _("What is left goes to another purse of the same host, counted alike.")
        )
    if amount > purse.free:
        raise CannotPutMotion(_("This fund has not enough left for that."))
    motion = put_motion(
        fund=purse.fund,
        kind=Motion.Kind.SURPLUS,
        title=title,
        words=words,
        way=way,
        on=on,
        purse=purse,
        amount=amount,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            surplus = Surplus.objects.create(
                motion=motion, to=to, nearness=nearness, why=why, at=at
            )
    except IntegrityError as refusal:
        raise CannotPutMotion(in_words(refusal, Surplus)) from refusal
    note(act="governing.propose_surplus", subject=surplus, by=by, at=at)
    return surplus


@transaction.atomic
def move_surplus(*, surplus, by, at):
    """What was left goes to the other purse, as decided; its fen are followed there. Once, however often it is asked.

    Raises:
        CannotMoveSurplus: with the reason.
    """
    motion = surplus.motion
    if not Result.objects.filter(motion=motion, carried=True).exists():
        raise CannotMoveSurplus(_("The committee did not decide for it."))
    if moved_by(surplus) is not None:
        raise CannotMoveSurplus(_("It was moved already."))
    rows = [Row(way_out(motion.purse.line), way_in(surplus.to.line), motion.amount)]
    try:
        post(key=_about(surplus), kind=Posting.Kind.MOVE, rows=rows, about=_about(surplus), at=at)
    except CannotPost as refusal:
        raise CannotMoveSurplus(str(refusal)) from refusal
    note(act="governing.move_surplus", subject=surplus, by=by, at=at)


def moved_by(surplus):
    """The posting by which it was moved, or None."""
    return Posting.objects.filter(about=_about(surplus)).first()


def _about(surplus):
    return f"surplus:{surplus.pk}"
