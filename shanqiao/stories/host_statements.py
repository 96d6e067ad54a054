"""The three statements of a host, made of what moved in its books: balance sheet, activities, cash flow."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from shanqiao.apps.books.models import Posting
from shanqiao.data.chart import account_in_chart, cash_lines, lines

Kind = Posting.Kind

# Note [How the books become statements]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Nothing is closed at the end of a year: income and costs stay on their accounts, and net assets are what came in less what
# went out since the books began. So a statement is a question that can be asked of any two days.
#
# - What lies on the line of a purse with conditions, or of a holding given to one, is restricted.
# - Costs stand in the unrestricted column; what restricted lines paid of them is shown as released from restriction.
# - A move between lines is neither income nor cost. Between a restricted line and one that is not, it is a release.
# - On a line, the kind of a movement says which income it is: dividends, gains and losses of a sale are investment income,
#   a fall in value is an impairment, and its recovery lessens impairments, a fee is administration, a cost of raising is
#   fundraising.
# - Goods stand there with what they are worth, as long as they are in stock; see Note [Worth beside pieces]. Services and
#   hours are no income by the accounting system.
# - Money that came or went stands in the cash flow statement by the account on the other side.


class Side(NamedTuple):
    """One side of what moved: the account's number, whether it is one of a line, and of a restricted one."""

    number: str
    of_line: bool = False
    restricted: bool = False


class Flow(NamedTuple):
    """What moved between accounts of the same two sides in one kind of movement, within a period."""

    debit: Side
    credit: Side
    kind: str
    amount: int


@dataclass(frozen=True)
class Told:
    """One line of a statement with its amounts; ``depth`` 0 is a total."""

    line: Any
    amounts: tuple[int, ...]
    depth: int


COLUMNS = (False, True)  # restricted?
UP, DOWN = "unrestricted", "restricted"


def balance_sheet(opening, closing):
    """Lines with (at the beginning, at the end).

    Args:
        opening, closing: {Side: debits less credits} of every account, at the end of a day.
    """
    at_first, at_last = _standing(opening), _standing(closing)
    return _told("balance", lambda key: (at_first[key], at_last[key]))


def _standing(balances):
    """{line: amount} of one day, each counted on the side its element grows on."""
    found = defaultdict(int)
    for side, amount in balances.items():
        account = account_in_chart(side.number)
        if account.element in ("asset", "liability"):
            found[account.statement] += amount if account.grows_on == "debit" else -amount
        else:
            found[DOWN if _is_restricted(side, account) else UP] -= amount
    return found


def activities(flows):
    """Lines with (unrestricted, restricted, both) of a period. See Note [How the books become statements]."""
    found = {column: defaultdict(int) for column in COLUMNS}
    for flow in flows:
        if flow.debit.of_line and flow.credit.of_line:
            found[flow.debit.restricted]["released"] -= flow.amount
            found[flow.credit.restricted]["released"] += flow.amount
            continue
        for side, amount in ((flow.debit, -flow.amount), (flow.credit, flow.amount)):
            _count(found, side, amount, flow.kind)
    for column in COLUMNS:
        sums = found[column]
        income = sum(sums[key] for key in _adds("activities", "income"))
        costs = sum(sums[key] for key in _adds("activities", "costs"))
        sums["change"] = income - costs + sums["released"] + sums["corrected"]
    return _told("activities", lambda key: _columns(found, key))


def _count(found, side, amount, kind):
    """Add to net assets what one side of a flow adds (or takes, below zero)."""
    account = account_in_chart(side.number)
    if account.element in ("asset", "liability"):
        return
    restricted = _is_restricted(side, account)
    key = line_of(side, kind)
    if account.element in ("net_restricted", "net_unrestricted"):
        found[restricted]["corrected"] += amount
    elif key in _adds("activities", "income"):
        found[restricted][key] += amount
    else:
        found[False][key] -= amount
        if restricted:
            found[True]["released"] += amount
            found[False]["released"] -= amount


def cash_flow(flows):
    """Lines with (amount,) of a period: what came counts up, what went counts down."""
    found = defaultdict(int)
    for flow in flows:
        into, out_of = _is_money(flow.debit), _is_money(flow.credit)
        if into == out_of:
            continue
        other = flow.credit if into else flow.debit
        line = cash_lines()[line_of(other, flow.kind)]
        found[line.money_in if into else line.money_out] += flow.amount if into else -flow.amount
    return _told("cash", lambda key: (found[key],))


def line_of(side, kind):
    """The line of a statement to which one side of a movement belongs."""
    account = account_in_chart(side.number)
    if side.of_line:
        match kind:
            case Kind.INCOME | Kind.DISPOSAL:
                return "investment_income"
            case Kind.VALUATION:
                return "impairment"
            case Kind.FEE:
                return "administration"
            case Kind.RAISING:
                return "fundraising"
    return account.statement


def _is_money(side):
    return account_in_chart(side.number).statement == "cash"


def _is_restricted(side, account):
    return side.restricted or account.element == "net_restricted"


def _columns(found, key):
    amounts = tuple(found[column][key] for column in COLUMNS)
    return (*amounts, sum(amounts))


def _adds(statement, key):
    return next(line.adds for line in lines(statement) if line.key == key)


def _told(statement, amounts_of):
    """Every line in its order; totals are added up from the lines they name."""
    by_key = {line.key: line for line in lines(statement)}
    parents = {part: line.key for line in by_key.values() for part in line.adds}

    def amounts(line):
        if not line.adds:
            return amounts_of(line.key)
        return tuple(map(sum, zip(*(amounts(by_key[part]) for part in line.adds), strict=True)))

    def depth(line):
        return 1 + depth(by_key[parents[line.key]]) if line.key in parents else 0

    return [Told(line, amounts(line), depth(line)) for line in by_key.values()]


def amount_of(told, key):
    """The amounts of one line of a statement."""
    return next(line.amounts for line in told if line.line.key == key)
