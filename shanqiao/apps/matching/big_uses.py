"""Uses that the rules of a fund leave to its committee: the decision that is named, and what is left of it."""

from collections import Counter

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.governing.models import Motion
from shanqiao.apps.governing.queries import big_uses_from
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.record.actions import note

from .big_use_guards import NOT_DECIDED, USED_UP
from .models import BigUse, Grant, Reduction

GUARDS = {NOT_DECIDED, USED_UP}


class CannotNameDecision(Exception):
    """The committee did not decide this about this purse, or another person must name it."""


def name_decision(*, need, purse, motion, by, at):
    """Somebody of the fund says by which decision of the committee this need may get a big use of this purse.

    Raises:
        CannotNameDecision: with the reason in words.
    """
    mine = funds_of(by, Seat.Role.PROPOSES, Seat.Role.DECIDES)
    if not mine.filter(pk=purse.fund_id).exists():
        raise CannotNameDecision(
            _("Only the handler or the manager of this fund names a decision of its committee.")
        )
    if not decisions_about(purse).filter(pk=motion.pk).exists():
        raise CannotNameDecision(
            _("The committee has not carried this about a big use of this purse. Name another.")
        )
    named = BigUse.objects.create(need=need, purse=purse, motion=motion, by=by, at=at)
    note(act="matching.name_decision", subject=named, by=by, at=at, why=motion.title)
    return named


def decisions_about(purse):
    """The carried motions about a big use of a purse, each with ``left``: what no grant by it has used; the latest first."""
    rows = Motion.objects.filter(kind=Motion.Kind.BIG_USE, purse=purse, result__carried=True)
    return with_left(rows).order_by("-on", "-pk")


def with_left(motions):
    """Each with ``left``: its amount less the grants by it that stand."""
    grants = standing(Grant.objects.filter(decision=OuterRef("pk"))).order_by()
    used = grants.values("decision").annotate(all=Sum("stands")).values("all")
    used = Subquery(used, output_field=BigIntegerField())
    return motions.annotate(left=F("amount") - Coalesce(used, Value(0)))


def standing(grants):
    """Those not taken back, each with ``stands``: how much of it did not come back."""
    back = Reduction.objects.filter(grant=OuterRef("pk")).order_by().values("grant")
    back = Subquery(back.annotate(all=Sum("count")).values("all"), output_field=BigIntegerField())
    return grants.filter(release=None).annotate(stands=F("count") - Coalesce(back, Value(0)))


class BigUses:
    """Which of some proposals are big uses, and whether a decision named for them has room. See Note [A big use is decided].

    Args:
        lock: hold the decisions to the end of the transaction; whoever does holds the need already.
    """

    def __init__(self, proposals, *, at, lock=False):
        about = [p for p in proposals if p.unit == Unit.FEN]
        self._limits = big_uses_from({p.purse.fund_id for p in about}, on=localdate(at))
        about = [p for p in about if p.purse.fund_id in self._limits]
        needs = {p.need_id for p in about}
        self._had, self._named, self._left = Counter(), {}, {}
        if not needs:
            return
        had = Grant.objects.filter(need__in=needs, purse__fund__in=self._limits, unit=Unit.FEN)
        for need, fund, count in standing(had).values_list("need_id", "purse__fund_id", "stands"):
            self._had[need, fund] += count
        named = BigUse.objects.filter(need__in=needs).order_by("pk")
        self._named = {
            (need, purse): motion
            for need, purse, motion in named.values_list("need_id", "purse_id", "motion_id")
        }
        motions = Motion.objects.filter(pk__in=self._named.values()).order_by("pk")
        if lock:
            list(motions.select_for_update(no_key=True).values_list("pk"))
        self._left = dict(with_left(motions).values_list("pk", "left"))

    def is_big(self, proposal):
        """Would the need have so much from this fund that its committee decides?"""
        limit = self._limits.get(proposal.purse.fund_id) if proposal.unit == Unit.FEN else None
        return limit is not None and self._with(proposal) >= limit

    def beyond(self, proposal):
        """Why it is not approved as things are, in words, with what to do next."""
        if not self.is_big(proposal):
            return
        motion = self._motion(proposal)
        if motion is None:
            yield _(
                "By the rules of this fund its committee decides about uses from %(limit)s yuan on; with this the need would have %(much)s yuan. Put a motion about a big use of this purse; once it is carried, name it on the page of this proposal."
            ) % {
                "limit": _yuan(self._limits[proposal.purse.fund_id]),
                "much": _yuan(self._with(proposal)),
            }
        elif proposal.count > self._left[motion]:
            yield _(
                "Of what the committee decided here %(left)s yuan are left. Name another decision on the page of this proposal, or put a motion for what is lacking."
            ) % {"left": _yuan(max(0, self._left[motion]))}

    def move(self, proposal):
        """It is promised; in the mind only."""
        if self.is_big(proposal):
            self._left[self._motion(proposal)] -= proposal.count
        self._had[proposal.need_id, proposal.purse.fund_id] += proposal.count

    def _with(self, proposal):
        return self._had[proposal.need_id, proposal.purse.fund_id] + proposal.count

    def _motion(self, proposal):
        return self._named.get((proposal.need_id, proposal.purse_id))


def says_changed():
    """What is said where the rules of the fund, or what is left of a decision, changed while somebody pressed."""
    return _(
        "The committee decides about this use, or what it decided is used up meanwhile. Please reload the proposal."
    )


def _yuan(fen):
    return f"{fen // 100:,}.{fen % 100:02}"
