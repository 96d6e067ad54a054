"""From the bytes of a file to its rows, twice: once to see what it is, once to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ._camt import read_camt
from ._cells import NotAnAmount, amount_of, day_of, time_of
from ._days import Orders
from ._headings import IN_WORDS, OUT_WORDS, currency_in, currency_of
from ._rows import CannotReadStatement, Problem, Row, cut
from ._tables import Table, open_table, unpacked

LARGEST = 64 * 1024 * 1024  # bytes, packed or not
FORMATS = ("csv", "xlsx", "camt")
Digits = Callable[[str, str], int]  # (account, currency) -> decimals


@dataclass(frozen=True)
class Seen:
    """What a file is: its format, {column: heading}, headings of no use, and its rows in number."""

    form: str
    taken: dict[str, str]
    unused: tuple[str, ...]
    rows: int
    currency: str = ""
    accounts: tuple[str, ...] = ()
    day_first: bool | None = None


def look_into(content: bytes, name: str, *, form: str = "") -> Seen:
    """Which columns were recognised, which accounts are named, and how days are written.

    Raises:
        CannotReadStatement
    """
    content = unpacked(content)
    form = form or _form_of(content, name)
    if form == "camt":
        entries = [
            row for row in read_camt(content, lambda _account, _currency: 3) if not row.only_balance
        ]
        accounts = dict.fromkeys(row.account for row in entries)
        currency = next((row.currency for row in entries), "")
        return Seen(form, {}, (), len(entries), currency, tuple(accounts))
    table = open_table(content, form)
    taken = {column: table.headings[place] for column, place in table.taken.items()}
    places = set(table.taken.values())
    unused = tuple(h for place, h in enumerate(table.headings) if h and place not in places)
    rows, accounts, day_first = _looked_through(table)
    currency = currency_in(table.headings)
    return Seen(form, taken, unused, rows, currency, accounts, day_first)


def read_statement(
    content: bytes, name: str, *, digits_of: Digits, form: str = "", day_first: bool | None = None
) -> Iterator[Row]:
    """The rows of a statement as they stand in the file, good and wrong ones.

    Args:
        digits_of: decimals of the currency of an account as the file names it.
        day_first: whether 03/04/2026 is the third of April; None: as the other rows of the file tell.

    Raises:
        CannotReadStatement: the file as a whole cannot be used.
    """
    content = unpacked(content)
    form = form or _form_of(content, name)
    if form == "camt":
        yield from read_camt(content, digits_of)
        return
    table = open_table(content, form)
    if day_first is None:
        day_first = _looked_through(table)[2]
    currency = currency_in(table.headings)
    for line, cells in table.rows():
        yield _Cells(table, line, cells, digits_of, day_first, currency).row()


def _form_of(content: bytes, name: str) -> str:
    endings = [ending.lower() for ending in Path(name).suffixes]
    if content.startswith(b"PK\x03\x04"):
        return "xlsx"
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "camt"
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")) or ".pdf" in endings:
        raise CannotReadStatement(
            "老的 .xls 和 PDF 读不了；请在网银里导出 .xlsx、.csv 或 camt.053（XML）。",
            "An old .xls or a PDF cannot be read; export .xlsx, .csv or camt.053 (XML) from your bank.",
        )
    return "csv"


def _looked_through(table: Table) -> tuple[int, tuple[str, ...], bool | None]:
    """(rows, accounts named, whether the day comes first) of a whole file."""
    rows, orders = 0, Orders()
    accounts: dict[str, None] = {}
    day, account = table.taken["day"], table.taken.get("account")
    for _line, cells in table.rows():
        rows += 1
        orders.see(cells[day])
        if account is not None:
            accounts.setdefault(cells[account])
    return rows, tuple(accounts), orders.day_first()


class _Cells:
    """The cells of one row on their way to a `Row`, and what is wrong with them."""

    def __init__(
        self,
        table: Table,
        line: int,
        cells: list[str],
        digits_of: Digits,
        day_first: bool | None,
        currency: str,
    ) -> None:
        self.table, self.line, self.cells, self.day_first = table, line, cells, day_first
        self.problems: list[Problem] = []
        self.account = self.text("account")
        self.currency = currency_of(self.text("currency")) or currency
        self.digits = digits_of(self.account, self.currency)

    def row(self) -> Row:
        booked = self.day("day")
        amount = self.amount()
        balance = self.number("balance") if self.text("balance") else None
        valued = self.day("value_day") if self.text("value_day") else None
        if (
            booked is None and not self.problems
        ):  # cannot be: a row without a day is a row with a problem
            raise AssertionError(self.line)
        return Row(
            self.line,
            self.account,
            booked,
            valued,
            self.text("time")[:8] or time_of(self.text("day"))[:8],
            amount,
            balance,
            self.currency,
            self.text("party"),
            self.text("reference")[:80],
            self.text("words"),
            tuple(self.problems),
        )

    def text(self, column: str) -> str:
        place = self.table.taken.get(column)
        return "" if place is None else self.cells[place]

    def wrong(self, column: str, zh: str, en: str) -> None:
        heading = (
            self.table.headings[self.table.taken[column]] if column in self.table.taken else column
        )
        self.problems.append(Problem(heading, cut(self.text(column)), zh, en))

    def day(self, column: str) -> date | None:
        text = self.text(column)
        if not text:
            self.wrong(column, "没有日期", "has no day")
            return None
        try:
            return day_of(text, day_first=self.day_first)
        except ValueError as refusal:
            if "told apart" in str(refusal):
                self.wrong(
                    column,
                    "分不清哪个是日、哪个是月，请说明日月的顺序",
                    "does not tell day and month apart; say which comes first",
                )
            else:
                self.wrong(column, "不是日期", "is no day")
            return None

    def number(self, column: str) -> int | None:
        try:
            return amount_of(self.text(column), self.digits)
        except NotAnAmount as refusal:
            self.wrong(column, refusal.zh, refusal.en)
            return None

    def amount(self) -> int | None:
        """What came in, or went out with a minus."""
        if "amount" in self.table.taken and self.text("amount"):
            return self.signed()
        had = len(self.problems)
        out, came = (self.number(side) if self.text(side) else 0 for side in ("out", "in"))
        if len(self.problems) > had:
            return None
        if out and came:
            self.wrong("out", "借方和贷方都有金额", "has an amount on both sides")
            return None
        if not out and not came:
            column = next(c for c in ("amount", "in", "out") if c in self.table.taken)
            self.wrong(column, "没有金额", "has no amount")
            return None
        # a refund is written as a negative payment by some banks
        return (came or 0) - (out or 0)

    def signed(self) -> int | None:
        count = self.number("amount")
        if count == 0:
            self.wrong("amount", "金额是零", "is nothing")
            return None
        side = self.text("side").lower()
        if count is None or not side:
            return count
        if side in IN_WORDS:
            return abs(count)
        if side in OUT_WORDS:
            return -abs(count)
        self.wrong("side", "看不出是收还是付", "does not say whether it came in or went out")
        return None
