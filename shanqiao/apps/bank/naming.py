"""Which account a row of a statement belongs to."""

from .currencies import DIGITS
from .models import BankAccount
from .numbers import number_of, token_of_number

_NUMBER = 8  # places from which on a name counts as a number


class Accounts:
    """The accounts of a host, found by name, bank or number as its statements write them."""

    def __init__(self, host, account=None):
        self._only = account
        self._accounts = list(BankAccount.objects.filter(host=host))
        self._found = {}

    def named(self, text):
        """The account that a statement calls so; None where there is none, or more than one."""
        if text not in self._found:
            self._found[text] = self._look_for(text)
        return self._found[text]

    def of_row(self, text):
        """(account, None) of a row, or (None, why not in both languages)."""
        there = self.named(text) if text else None
        if self._only:
            if there and there.pk != self._only.pk:
                return None, (
                    f"这一行写的是另一个账户：{there}",
                    f"this row belongs to another account: {there}",
                )
            return self._only, None
        if there:
            return there, None
        if not text:
            return None, ("文件没有写明账户，请选定一个", "the file names no account; choose one")
        return None, (
            "没有这个名称或账号的账户，请先登记",
            "no account of this name or number is here; enter it first",
        )

    def digits(self, text, currency):
        """Decimals of the account, or of the currency as long as the account is unknown."""
        there = self._only or self.named(text)
        return there.digits if there else DIGITS.get(currency, 2)

    def _look_for(self, text):
        if len(number_of(text)) >= _NUMBER:
            token = token_of_number(text)
            if found := [a for a in self._accounts if a.token == token]:
                return found[0]
        for of in (lambda a: a.name, lambda a: a.bank):
            found = [a for a in self._accounts if of(a).casefold() == text.casefold()]
            if len(found) == 1:
                return found[0]
        return None
