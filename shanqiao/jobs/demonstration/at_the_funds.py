"""What fund managers and cashiers do with proposals: approve, decline, pay, take back."""

from datetime import timedelta

from shanqiao.apps.delivery.actions import pay_grant
from shanqiao.apps.matching.actions import (
    CannotApprove,
    approve_proposal,
    decline_proposal,
    release_grant,
)
from shanqiao.apps.matching.models import Decline, Proposal
from shanqiao.apps.needs.kinds import Unit

from .chance import Chance
from .days import DAY, at_work

WORDS = {
    Decline.Reason.PURPOSE: "与捐赠人约定的用途不符。",
    Decline.Reason.RELATED: "经办同事与居民是亲属，按规定回避。",
    Decline.Reason.LOOK_AGAIN: "情况可能有变化，请社工再看一次。",
    Decline.Reason.HELPED: "听说街道已经安排，请核实。",
    Decline.Reason.NOT_NOW: "本月资金等待到账。",
}
REASONS = {
    Decline.Reason.PURPOSE: 3,
    Decline.Reason.RELATED: 2,
    Decline.Reason.LOOK_AGAIN: 5,
    Decline.Reason.HELPED: 4,
    Decline.Reason.NOT_NOW: 1,
}


class AtTheFunds:
    """Answers what a plan proposes and pays what was granted, some days later each time."""

    def __init__(self, *, size, days, diary, teams, at_the_stations):
        """
        Args:
            teams: Team by identity of the fund.
            at_the_stations: who hears of payments and of what is sent back.
        """
        self._size, self._days, self._diary = size, days, diary
        self._chance = Chance(size.name, "decisions")
        self._teams, self._stations = teams, at_the_stations
        self._sheets = 0

    def hear_of_a_plan(self, *, at):
        """Managers will answer a share of what is proposed in the days that follow."""
        late = self._days.ends_at - at < 10 * DAY
        share = self._size.answered * (0.6 if late else 1)
        waiting = Proposal.objects.waiting().order_by("need_id", "purse_id")
        for proposal, fund in waiting.values_list("pk", "purse__fund_id"):
            if self._chance.happens(share):
                on = at.date() + self._chance.randrange(5) * DAY
                self._diary.put(
                    at_work(on, chance=self._chance),
                    self._answer,
                    proposal=proposal,
                    by=self._chance.choice(self._teams[fund].managers),
                    approves=self._chance.happens(0.92),
                )

    def _answer(self, *, at, proposal, by, approves):
        """Yes or no; a proposal that a later plan took away is not answered any more."""
        proposal = Proposal.objects.waiting().select_related("purse").filter(pk=proposal).first()
        if proposal is None:
            return
        if not approves:
            self._decline(proposal, by=by, at=at)
            return
        try:
            grant = approve_proposal(proposal=proposal, by=by, at=at)
        except CannotApprove:  # another grant was quicker; the proposal waits for the next plan
            return
        later = self._chance.randrange(1, 7) * DAY
        then = at_work(at.date() + later, chance=self._chance)
        team = self._teams[proposal.purse.fund_id]
        match self._chance.one_of({"pay": 91, "release": 2, "wait": 7}):
            case "pay":
                self._diary.put(then, self._pay, grant=grant, by=team.cashier)
            case "release":
                self._diary.put(then, self._release, grant=grant, by=by)

    def _decline(self, proposal, *, by, at):
        reason = self._chance.one_of(REASONS)
        decline_proposal(
            proposal=proposal,
            reason=reason,
            words=WORDS[reason],
            until_on=at.date() + timedelta(days=12) if reason == Decline.Reason.NOT_NOW else None,
            by=by,
            at=at,
        )
        if reason in (Decline.Reason.LOOK_AGAIN, Decline.Reason.HELPED):
            self._stations.hear_of_doubt(need=proposal.need_id, at=at)

    def _pay(self, *, at, grant, by):
        self._sheets += 1
        sort = "转账" if grant.unit == Unit.FEN else "交接单"
        payment = pay_grant(
            grant=grant, reference=f"{sort} {at:%Y%m%d}-{self._sheets:05d}", by=by, at=at
        )
        self._stations.hear_of_payment(payment=payment, at=at)

    def _release(self, *, at, grant, by):
        release_grant(grant=grant, why="居民来电说家人已经解决，暂不需要。", by=by, at=at)
