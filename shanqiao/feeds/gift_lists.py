"""A file of gifts handed in at a fund: the rows of a CSV or XLSX file, and what is wrong with others, in words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zipfile import BadZipFile

from shanqiao.apps.giving.filing import Row
from shanqiao.engines.identity import is_credit_code

from .plan_files import Words

MOST_ROWS = 2_000
HEADINGS = {
    "name": ("捐赠人", "捐赠人姓名", "捐赠方", "姓名", "名称", "name", "donor"),
    "amount": ("金额", "捐赠金额", "金额（元）", "金额(元)", "捐款金额", "amount"),
    "on": ("日期", "捐赠日期", "捐赠时间", "交易日期", "交易时间", "date"),
    "reference": ("流水号", "交易流水号", "订单号", "交易单号", "reference"),
    "phone": ("电话", "手机", "手机号", "联系电话", "phone"),
    "uscc": ("统一社会信用代码", "信用代码", "uscc"),
    "wish": ("捐赠意愿", "意愿", "定向用途", "用途", "wish"),
}
NEEDED = ("amount", "on")
NOBODY = {"", "匿名", "匿名捐赠", "爱心人士", "爱心网友", "无名氏", "anonymous"}
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")


class CannotReadGifts(Exception):
    """The file as a whole cannot be used; ``said`` is why and what to do, as {"zh", "en"}."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.said = {"zh": words.zh, "en": words.en}


@dataclass(frozen=True)
class Complaint:
    """What is wrong with one cell: its line, its column as the file calls it, and why, as {"zh", "en"}."""

    line: int
    column: str
    said: Mapping[str, str]


@dataclass
class Gifts:
    """What was read: good rows, complaints about others, and the sum of the good ones in fen."""

    rows: list[Row] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def fen(self) -> int:
        return sum(row.amount for row in self.rows)


def read_gifts(content: bytes, name: str, *, today: date) -> Gifts:
    """The rows of a file of gifts.

    Raises:
        CannotReadGifts: another kind of file, no headings that are known, or too many rows.
    """
    lines = iter(_table(content, name))
    headings: dict[str, int] = {}
    for _line, cells in lines:
        headings = _headings(cells)
        if all(column in headings for column in NEEDED):
            break
    else:
        raise CannotReadGifts(
            Words(
                "没有找到标题行；第一张表里须有“金额”和“日期”两列。",
                "No row of headings was found; the first sheet needs the columns 金额 (amount) and 日期 (date).",
            )
        )
    read = Gifts()
    for count, (line, cells) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise CannotReadGifts(
                Words(
                    f"一次最多 {MOST_ROWS:,} 行，请分成几份。",
                    f"At most {MOST_ROWS:,} rows at a time; please divide the file.",
                )
            )
        _read_row(line, cells, headings, read, today)
    return read


def _read_row(
    line: int, cells: Sequence[object], headings: Mapping[str, int], read: Gifts, today: date
) -> None:
    def cell(column: str) -> object:
        at = headings.get(column)
        return cells[at] if at is not None and at < len(cells) else None

    complaints = []

    def complain(column: str, zh: str, en: str) -> None:
        complaints.append(Complaint(line, HEADINGS[column][0], {"zh": zh, "en": en}))

    amount, on = _fen(cell("amount")), _day(cell("on"))
    if amount is None:
        complain(
            "amount",
            "不是金额；请写到分为止的元数。",
            "No amount; write yuan with at most two decimals.",
        )
    elif amount <= 0:
        complain(
            "amount",
            "金额须大于零；退款请另行登记。",
            "Not more than zero; refunds are written down elsewhere.",
        )
    if on is None:
        complain("on", "不是日期；例如 2026-05-06。", "No date; for instance 2026-05-06.")
    elif on > today:
        complain("on", "这一天还没有到。", "That day is still ahead.")
    uscc = _text(cell("uscc")).upper()
    if uscc and not is_credit_code(uscc):
        complain("uscc", "不是有效的统一社会信用代码。", "No unified social credit code.")
    name = _text(cell("name"))
    name = "" if name.lower() in NOBODY else name
    if uscc and not name:
        complain("name", "企业须有名称。", "An enterprise has a name.")
    if complaints:
        read.complaints += complaints
        return
    assert amount is not None and on is not None
    read.rows.append(
        Row(
            line=line,
            name=name[:120],
            phone=_text(cell("phone")) if name else "",
            uscc=uscc,
            amount=amount,
            on=on,
            reference=_text(cell("reference"))[:80],
            wish=_text(cell("wish"))[:300],
        )
    )


def _headings(cells: Sequence[object]) -> dict[str, int]:
    said = [_text(cell).replace(" ", "").lower() for cell in cells]
    return {
        column: next(said.index(known) for known in names if known in said)
        for column, names in HEADINGS.items()
        if any(known in said for known in names)
    }


def _table(content: bytes, name: str) -> Iterator[tuple[int, Sequence[object]]]:
    """(line, cells) of each row that is not empty."""
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        rows: Iterator[Sequence[object]] = csv.reader(io.StringIO(_decoded(content), newline=""))
    elif ending == "xlsx":
        rows = _sheet(content)
    else:
        raise CannotReadGifts(Words("请交 .xlsx 或 .csv 文件。", "Hand in an .xlsx or .csv file."))
    for line, cells in enumerate(rows, start=1):
        if any(_text(cell) for cell in cells):
            yield line, cells


def _sheet(content: bytes) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as problem:
        raise CannotReadGifts(
            Words(
                "这个工作簿打不开，请重新导出。",
                "This workbook cannot be opened; please export it anew.",
            )
        ) from problem


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotReadGifts(
        Words(
            "文字编码无法识别，请存为 UTF-8。",
            "The encoding is not known; please save it as UTF-8.",
        )
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # Excel keeps a long number as 1.0
    return "" if cell is None else str(cell).strip()


def _fen(cell: object) -> int | None:
    text = re.sub(r"[¥￥,，\s]|元$", "", _text(cell))
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() and fen < 10**13 else None


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if found := _DAY.fullmatch(_text(cell)):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    return None
