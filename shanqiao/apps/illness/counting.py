"""What bills add up to: what the need lacks, signed anew after each change, and what is asked back. See Note [The gap of bills]."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from shanqiao.apps.approvals.models import Order
from shanqiao.apps.matching.asking_back import ask_back
from shanqiao.apps.matching.models import AskedBack, Grant
from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.engines.waterfall import Gift
from shanqiao.engines.waterfall import ask_back as who_gives_back

from .models import BillLine, Claim


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What the bills of an aid add up to, in fen."""

    bills: int  # all lines
    paid: int  # by earlier payers
    awaited: int  # of them, where the treatment can wait
    advanced: int  # expected of them, but the treatment cannot wait

    @property
    def elsewhere(self):
        return min(self.bills, self.paid + self.awaited)

    @property
    def gap(self):
        """What charity may give now."""
        return self.bills - self.elsewhere

    @property
    def gap_if_all_pay(self):
        """What is left where everybody pays what is expected of them."""
        return max(0, self.gap - self.advanced)


def counted(aid):
    """`Counted` of an aid as its rows are now."""
    claims = Claim.objects.filter(bill__aid=aid, bill__struck_at=None).aggregate(
        paid=Sum("paid"),
        awaited=Sum("expected", filter=Q(decided_at=None, can_wait=True)),
        advanced=Sum("expected", filter=Q(decided_at=None, can_wait=False)),
    )
    lines = BillLine.objects.filter(bill__aid=aid, bill__struck_at=None)
    bills = lines.aggregate(all=Sum("amount"))["all"]
    return Counted(bills=int(bills or 0), **{name: int(fen or 0) for name, fen in claims.items()})


def hold(aid):
    """The need of an aid, locked before anything about it changes."""
    rows = Need.objects.select_for_update(of=("self",), no_key=True).select_related("resident")
    return rows.get(pk=aid.need_id)


def count_again(aid, need, *, why, by, at):
    """Sign what the need lacks now, where that changed, and ask back what is too much; ``need`` is held.

    Returns:
        what was asked back just now, as rows.
    """
    now = counted(aid)
    if not need.closed_at:
        _sign(need, now, by=by, at=at)
    return _ask_back(need, now.gap, why=why, by=by, at=at)


def standing_grants(need):
    """The grants of a need that were not taken back: ``stands`` (less what came back), ``outstanding``, ``has_left``."""
    back = Q(reductions__isnull=False)
    grants = (
        Grant.objects.filter(need=need, release=None)
        .annotate(
            back=Sum("reductions__count", filter=back),
            has_left=Exists(Order.objects.filter(grant=OuterRef("pk"), failed_at=None)),
        )
        .select_related("purse__fund")
        .order_by("approved_at", "pk")
    )
    asked = {}
    for row in AskedBack.objects.outstanding().filter(grant__need=need):
        asked[row.grant_id] = asked.get(row.grant_id, 0) + row.outstanding
    for grant in grants:
        grant.stands = grant.count - (grant.back or 0)
        grant.outstanding = min(asked.get(grant.pk, 0), grant.stands)
        yield grant


def _sign(need, now, *, by, at):
    latest = latest_assessments(needs=[need]).get()
    # without any bill nothing is shown to be lacking; an assessment cannot say that nothing is needed
    needed = now.bills or latest.needed
    elsewhere = now.elsewhere if now.bills else needed
    if (latest.needed, latest.elsewhere) == (needed, elsewhere):
        return
    assess_need(
        need=need,
        needed=needed,
        elsewhere=elsewhere,
        severity=latest.severity,
        urgency=latest.urgency,
        words=_("Counted from bills and from who paid them."),
        by=by,
        at=at,
    )


def _ask_back(need, gap, *, why, by, at):
    """See Note [Who gives back]."""
    grants = list(standing_grants(need))
    gifts = [Gift(g, g.stands - g.outstanding, g.has_left) for g in grants]
    over = sum(gift.amount for gift in gifts) - gap
    if over <= 0:
        return []
    return [
        ask_back(grant=grant, count=fen, why=why, by=by, at=at)
        for grant, fen in who_gives_back(over, gifts).items()
    ]
