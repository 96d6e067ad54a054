"""Whose statement it is: the account and the organisation that a file or an option names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shanqiao.cli.speaking import refuse
from shanqiao.feeds.bank_statements import Seen
from shanqiao.feeds.plan_files import Language, Words

if TYPE_CHECKING:
    from shanqiao.cli.stating import Asked


def account_and_host(asked: Asked, seen: Seen, language: Language) -> tuple[Any, Any]:
    """(account of every row or None, organisation); ends with 1 where it cannot be told."""
    from shanqiao.apps.registry.models import Organisation

    hosts = list(
        Organisation.objects.filter(uscc=asked.host.upper()) if asked.host else _hosts(asked, seen)
    )
    if len(hosts) != 1:
        refuse(
            Words(
                "不知道是哪个组织的账户：请加 --host 统一社会信用代码，没登记过的账户再加 --open CNY。",
                "It is not clear whose account this is: add --host CREDIT-CODE, and --open CNY for accounts not entered yet.",
            )
            if not asked.host
            else Words(
                f"没有这个组织：{asked.host}", f"There is no such organisation: {asked.host}"
            ),
            language,
        )
    (host,) = hosts
    if asked.open_in:
        _open_missing(host, asked, seen, language)
    if not asked.account:
        return None, host
    from shanqiao.apps.bank.naming import Accounts

    account = Accounts(host).named(asked.account)
    if account is None:
        refuse(
            Words(
                f"没有这个账户：{asked.account}。可用 --open CNY 登记。",
                f"There is no such account: {asked.account}. --open CNY enters it.",
            ),
            language,
        )
    return account, host


def _hosts(asked: Asked, seen: Seen) -> list[Any]:
    """Organisations that have an account of a name that is asked for, or that the file names."""
    from shanqiao.apps.bank.models import BankAccount
    from shanqiao.apps.bank.naming import Accounts
    from shanqiao.apps.registry.models import Organisation

    names = [asked.account] if asked.account else [name for name in seen.accounts if name]
    hosts = Organisation.objects.filter(pk__in=BankAccount.objects.values("host"))
    return [host for host in hosts if any(Accounts(host).named(name) for name in names)]


def _open_missing(host: Any, asked: Asked, seen: Seen, language: Language) -> None:
    from shanqiao.apps.bank.actions import open_account
    from shanqiao.apps.bank.currencies import DIGITS
    from shanqiao.apps.bank.naming import Accounts
    from shanqiao.apps.record.clock import now

    if asked.open_in not in DIGITS:
        here = " ".join(DIGITS)
        refuse(
            Words(
                f"没有这个币种：{asked.open_in}；可以写 {here}",
                f"No such currency: {asked.open_in}; there are {here}",
            ),
            language,
        )
    named = Accounts(host).named
    for name in [asked.account] if asked.account else seen.accounts:
        if name and not named(name):
            digits = "".join(sign for sign in name if sign.isdigit())
            number = name if len(digits) >= 8 else ""
            shown = f"··{number[-4:]}" if number else name[:60]
            open_account(
                host=host,
                name=shown,
                bank=shown,
                number=number,
                currency=asked.open_in,
                by=None,
                at=now(),
            )
