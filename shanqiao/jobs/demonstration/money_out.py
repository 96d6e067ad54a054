"""On the last working day the fund one can sign in as pays by a file: bands, accounts, a batch half answered, calls."""

from datetime import time, timedelta

from shanqiao.apps.approvals.actions import set_bands
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.matching.actions import CannotApprove, approve_proposal
from shanqiao.apps.matching.models import Grant, Proposal
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.paying.batching import collect_batch
from shanqiao.apps.paying.calling import answer_call, draw_sample
from shanqiao.apps.paying.models import Answer, Payee
from shanqiao.apps.paying.payees import check_payee, enter_payee, open_paying_account
from shanqiao.apps.paying.results import Told, take_results

from .chance import Chance
from .days import DAY, instant
from .numbers import account_number
from .purses import YUAN

BANK = "示例银行广州分行"
BANDS = [(3_000 * YUAN, 1), (20_000 * YUAN, 2), (None, 3)]
ACCOUNTS = 7  # grants whose resident has an account; the last is not checked yet
WHY_FAILED = "户名不符"
ASKED = 14  # calls made so far


def pay_by_files(*, size, days, team, fund):
    """Everything a page of money out can show is there once."""
    chance = Chance(size.name, "money out")
    at = instant(days.last_weekday, time(15, 10))
    open_paying_account(
        fund=fund,
        holder=fund.host.name,
        number=account_number(chance=chance),
        bank=BANK,
        by=team.cashier,
        at=at,
    )
    grants = list(
        Grant.objects.filter(
            purse__fund=fund, unit=Unit.FEN, release=None, payment=None, approved_at__lt=at
        )
        .select_related("need__resident", "purse__fund", "approved_by")
        .order_by("pk")
    )
    _write_accounts_down(grants[:ACCOUNTS], team, fund, chance, at)
    if len(grants) > 1:
        _pay(grants[: ACCOUNTS - 1], team, fund, at + timedelta(minutes=40))
    _call(team, fund, days, chance, at + timedelta(hours=1))
    _ask_for_more_approvals(team, fund, at + timedelta(hours=1, minutes=30))


def _write_accounts_down(grants, team, fund, chance, at):
    for place, grant in enumerate(grants, 1):
        resident = grant.need.resident
        named = place == 2
        known = Payee.objects.filter(fund=fund, resident=resident).exists()
        if known:
            continue
        payee = enter_payee(
            fund=fund,
            resident=resident,
            whose=Payee.Whose.NAMED if named else Payee.Whose.OWN,
            holder="陈示例" if named else resident.name,
            number=account_number(chance=chance),
            bank=BANK,
            why="居民的女儿，居民在社工站签字指定" if named else "",
            by=team.handler,
            at=at + timedelta(minutes=place),
        )
        if place < ACCOUNTS:
            check_payee(
                payee=payee,
                agrees=True,
                by=team.managers[0],
                at=at + timedelta(minutes=20 + place),
            )


def _pay(grants, team, fund, at):
    """Half of the batch is paid, one line failed, and the bank is not done with the rest."""
    batch, _left_out = collect_batch(fund=fund, grants=grants, by=team.cashier, at=at)
    items = list(batch.items.order_by("pk"))
    failed, *paid = items[: max(2, len(items) * 2 // 3)]
    told = [Told(line=2, reference=failed.reference, says="failed", why=WHY_FAILED)]
    told += [
        Told(
            line=line,
            reference=item.reference,
            says="paid",
            count=item.count,
            bank_reference=f"转账 {at:%Y%m%d}-B{line:04d}",
        )
        for line, item in enumerate(paid, 3)
    ]
    take_results(
        batch=batch,
        told=told,
        name="回盘.csv",
        content=f"演示回盘 {batch.number}".encode(),
        by=team.cashier,
        at=at + timedelta(minutes=20),
    )


def _call(team, fund, days, chance, at):
    last_on = days.last_weekday
    first_on = last_on - 180 * DAY
    paid = Payment.objects.filter(grant__purse__fund=fund, paid_at__date__gte=first_on)
    if not paid.exists():
        return
    sample = draw_sample(
        fund=fund,
        first_on=first_on,
        last_on=last_on,
        margin=150,
        confidence=950,
        seed="demonstration",
        by=team.managers[0],
        at=at,
    )
    for drawn in sample.drawn.order_by("place")[:ASKED]:
        says = chance.one_of(
            {Answer.Word.RECEIVED: 88, Answer.Word.PARTLY: 4, Answer.Word.NOT_REACHED: 8}
        )
        answer_call(drawn=drawn, says=says, by=team.handler, at=at + timedelta(minutes=drawn.place))


def _ask_for_more_approvals(team, fund, at):
    """From now on larger grants wait for a second and a third word; the latest does already."""
    set_bands(fund=fund, bands=BANDS, why="基金管理委员会会议决定", by=team.managers[0], at=at)
    large = Proposal.objects.waiting().filter(
        purse__fund=fund, unit=Unit.FEN, count__gt=BANDS[0][0]
    )
    for proposal in large.order_by("-count", "pk"):
        try:
            approve_proposal(proposal=proposal, by=team.managers[1], at=at + timedelta(minutes=5))
        except CannotApprove:
            continue
        return
