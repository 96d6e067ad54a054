"""How accounts and units are called in journals: by the chart, the host and the number of the line."""

import re
from collections import Counter

from shanqiao.data.chart import account_in_chart

# the first digit of a number says which element of the accounting system it belongs to
ROOTS = {"1": "Assets", "2": "Liabilities", "3": "Equity", "4": "Income", "5": "Expenses"}
OTHER_ROOT = "Equity"
_COMMODITY = re.compile(r"[a-z]{2,10}")
_NOT_IN_A_NAME = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")


class Names:
    """Names that both programs read, one for each account and unit.

    ``Assets:914401…:1002-银行存款`` is a host's own account, ``Income:914401…:4101-捐赠收入:L12`` that of line 12. Where
    two accounts would be called the same, both end in their own number.
    """

    def __init__(self, accounts):
        plain = {account.pk: _plain_name(account) for account in accounts}
        often = Counter((plain[account.pk], account.unit) for account in accounts)
        self._commodities = _commodities({account.unit for account in accounts})
        self.units = {name: unit for unit, name in self._commodities.items()}
        self._accounts = {
            account.pk: plain[account.pk]
            + (f":A{account.pk}" if often[plain[account.pk], account.unit] > 1 else "")
            for account in accounts
        }
        self._unit_of = {account.pk: self._commodities[account.unit] for account in accounts}

    def account(self, pk):
        """The name of an account."""
        return self._accounts[pk]

    def commodity(self, pk):
        """The name of the unit of an account."""
        return self._unit_of[pk]

    def all(self):
        """{name: names of its units}."""
        found = {}
        for pk, name in self._accounts.items():
            found.setdefault(name, []).append(self._unit_of[pk])
        return found


def _plain_name(account):
    number = _plain(account.number)
    title = _plain(_title(account.number))
    parts = [
        ROOTS.get(account.number[:1], OTHER_ROOT),
        account.host.uscc,
        f"{number}-{title}" if title else number,
    ]
    return ":".join([*parts, *([f"L{account.line_id}"] if account.line_id else [])])


def _plain(text):
    """Letters, digits and 汉字; the first a capital or a digit, as beancount wants it."""
    left = _NOT_IN_A_NAME.sub("-", text).strip("-")
    return left[:1].upper() + left[1:]


def _commodities(units):
    """{unit: its name in capitals}; a unit that has no such name is numbered."""
    plain = sorted(unit for unit in units if _COMMODITY.fullmatch(unit))
    others = sorted(units - set(plain))
    return {unit: unit.upper() for unit in plain} | {
        unit: f"UNIT-X{n}" for n, unit in enumerate(others, start=1)
    }


def _title(number):
    """Its Chinese name in the chart of accounts; nothing where the chart has no such number."""
    try:
        return account_in_chart(number).name
    except KeyError:
        return ""
