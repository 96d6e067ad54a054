"""Accounts that funds pay from, beside those whose statements are handed in: one number, written down once.

Also what a bank's statement says of a payment: a line that bears our reference.
"""

import re
from datetime import timedelta

from django.utils.timezone import localdate

from shanqiao.apps.bank.models import BankAccount, StatementLine
from shanqiao.apps.bank.numbers import token_of_number
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.paying.models import Batch, Item, PayingAccount

LATER = timedelta(days=60)  # a line of a bank is looked for so long after its batch was made
_OURS = re.compile(r"SQ\d{8}-(\d{1,18})(?:-\d{1,9})?", re.IGNORECASE)


def paid_from(person):
    """The accounts the funds pay from for which ``person`` is cashier: the latest of each fund."""
    latest = PayingAccount.objects.filter(fund__in=funds_of(person, Seat.Role.PAYS))
    latest = latest.order_by("fund_id", "-pk").distinct("fund_id")
    return list(latest.select_related("fund__host"))


def funds_paying_from(account, person):
    """(paying accounts that are this bank account, funds of its host that pay from none yet)."""
    paying = paid_from(person)
    these = [p for p in paying if account.token and token_of_number(p.number) == account.token]
    funds = funds_of(person, Seat.Role.PAYS).filter(host=account.host_id)
    return these, list(funds.exclude(pk__in=[p.fund_id for p in paying]).order_by("pk"))


def paying_without_statements(person):
    """Accounts that are paid from and whose statements nobody hands in, each number once."""
    found = {token_of_number(paying.number): paying for paying in reversed(paid_from(person))}
    there = set(BankAccount.objects.filter(token__in=found).values_list("token", flat=True))
    return [paying for token, paying in reversed(found.items()) if token not in there]


def bank_account_of(paying):
    """The account whose statements are handed in and that has the number of this one; None where there is none."""
    token = token_of_number(paying.number)
    return BankAccount.objects.filter(host=paying.fund.host_id, token=token).first()


def accounts_to_pay_from(fund):
    """The accounts of the host of a fund that could be paid from, with their number."""
    accounts = BankAccount.objects.filter(host=fund.host_id, currency="CNY").exclude(token="")
    return accounts.order_by("name", "pk")


def lines_naming(batch):
    """[(reference, line)]: what went out from accounts of the host and bears a reference of the batch."""
    amounts = {batch.total, *batch.items.values_list("count", flat=True)}
    made_on = localdate(batch.made_at)
    lines = StatementLine.objects.filter(
        account__host=batch.fund.host_id,
        amount__in=[-amount for amount in amounts],
        booked_on__range=(made_on, made_on + LATER),
    ).select_related("account")
    ours = {batch.number: batch.total, **dict(batch.items.values_list("reference", "count"))}
    return [
        (reference, line)
        for line in lines.order_by("booked_on", "pk")
        for reference in _references_in(line)
        if ours.get(reference) == -line.amount
    ]


def batches_named_by(line, person):
    """[(reference, batch)] of one's funds that a line of a bank names, as it was paid there."""
    references = _references_in(line) if line.amount < 0 else []
    keys = [int(_OURS.fullmatch(reference)[1]) for reference in references]
    mine = Batch.objects.filter(fund__in=funds_of(person), fund__host=line.account.host_id)
    batches = mine.in_bulk(keys) if keys else {}
    items = (
        {item.reference for item in Item.objects.filter(reference__in=references)} if keys else ()
    )
    return [
        (reference, batches[key])
        for reference, key in zip(references, keys, strict=True)
        if key in batches and reference in {batches[key].number, *items}
    ]


def _references_in(line):
    """Our references in a line, each once."""
    told = f"{line.reference} {line.words}"
    return list(dict.fromkeys(found[0].upper() for found in _OURS.finditer(told)))
