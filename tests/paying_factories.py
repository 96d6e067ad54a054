"""Payees, batches and what the bank says of them; keyword-only, through the actions."""

from shanqiao.apps.paying.batching import collect_batch
from shanqiao.apps.paying.payees import check_payee, enter_payee, open_paying_account
from shanqiao.apps.paying.results import Told
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_grant,
    a_handler,
    a_manager,
    a_plan,
    a_proposal,
    a_purse,
    a_resident,
    an_assessed_need,
)


def card_number(n):
    """Invented, in the form of a card, with its check digit."""
    body = f"622908{n:012d}"
    digits = [int(d) for d in reversed(body + "0")]
    total = sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
    return body + str(-total % 10)


class Till:
    """A fund with a purse, its people, an account to pay from, and grants that can be paid in a batch."""

    def __init__(self, *, bands=None):
        self.fund = a_fund()
        self.purse = a_purse(fund=self.fund, received=100_000_000)
        self.plan = a_plan()
        self.manager, self.handler = a_manager(self.fund), a_handler(self.fund)
        self.cashier = a_cashier(self.fund)
        open_paying_account(
            fund=self.fund,
            holder="第一慈善会",
            number="3602000109000000001",
            bank="中国工商银行广州分行",
            bank_code="102581000013",
            by=self.cashier,
            at=NOON,
        )
        self._accounts = 0

    def payee(self, *, resident, checked=True, number=None, holder=None, **facts):
        self._accounts += 1
        facts.setdefault("whose", "own")
        payee = enter_payee(
            fund=self.fund,
            resident=resident,
            holder=holder or resident.name,
            number=number or card_number(self.fund.pk * 10_000 + self._accounts),
            bank="广州银行",
            by=self.handler,
            at=NOON,
            **facts,
        )
        if checked:
            check_payee(payee=payee, agrees=True, by=self.manager, at=NOON)
        return payee

    def grant(self, *, count=80_000, payee=True, at=NOON, **facts):
        facts.setdefault("need", an_assessed_need(needed=count, resident=a_resident()))
        proposal = a_proposal(purse=self.purse, plan=self.plan, count=count, **facts)
        grant = a_grant(proposal=proposal, manager=self.manager, at=at)
        if payee:
            self.payee(resident=grant.need.resident)
        return grant

    def batch(self, *grants, by=None):
        batch, left_out = collect_batch(
            fund=self.fund, grants=grants, by=by or self.cashier, at=NOON
        )
        assert not left_out
        return batch


def told(item, says, **facts):
    """What the bank says of one line."""
    return Told(line=2, reference=item.reference, says=says, **facts)
