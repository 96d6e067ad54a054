"""A file of gifts handed in at a fund: the rows of a CSV or XLSX file, and what is wrong with others, in words."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zipfile import BadZipFile, ZipFile

from shanqiao.apps.giving.judging import Row, Wrong
from shanqiao.engines.identity import is_credit_code

from .plan_files import Words

MOST_ROWS = 200_000
MOST_ABOVE = 60  # lines above the headings
SMALL = 1024 * 1024  # bytes of a workbook that is opened while somebody waits
MOST_UNPACKED = 1 << 30  # bytes of a workbook
HEADINGS = {
    "name": ("捐赠人", "捐赠人姓名", "捐赠方", "姓名", "名称", "name", "donor"),
    "amount": ("金额", "捐赠金额", "金额（元）", "金额(元)", "捐款金额", "amount"),
    "on": ("日期", "捐赠日期", "捐赠时间", "交易日期", "交易时间", "date"),
    "reference": ("流水号", "交易流水号", "订单号", "交易单号", "reference"),
    "phone": ("电话", "手机", "手机号", "联系电话", "phone"),
    "uscc": ("统一社会信用代码", "信用代码", "uscc"),
    "wish": ("捐赠意愿", "意愿", "定向用途", "用途", "wish"),
    "nth": ("同样的第几行", "which of equal rows"),
}
NEEDED = ("amount", "on")
NOBODY = {"", "匿名", "匿名捐赠", "爱心人士", "爱心网友", "无名氏", "anonymous"}
_DAMAGED = Words(
    "这个工作簿打不开，请重新导出。",
    "This workbook cannot be opened; please export it anew.",
)
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")


class CannotReadGifts(Exception):
    """The file as a whole cannot be used; ``said`` is why and what to do, as {"zh", "en"}."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.said = {"zh": words.zh, "en": words.en}


class GiftList:
    """A file whose headings were found; its rows are read while they are gone through, good and wrong ones."""

    def __init__(
        self, lines: Iterator[tuple[int, Sequence[object]]], headings: Sequence[str], today: date
    ) -> None:
        self.headings = headings
        self._lines, self._today = lines, today
        self._places = _places(headings)

    def __iter__(self) -> Iterator[Row | Wrong]:
        for count, (line, cells) in enumerate(self._lines, start=1):
            if count > MOST_ROWS:
                raise CannotReadGifts(
                    Words(
                        f"一次最多 {MOST_ROWS:,} 行，请分成几份。",
                        f"At most {MOST_ROWS:,} rows at a time; please divide the file.",
                    )
                )
            yield _read_row(line, cells, self._places, self._today)


def look_into(content: bytes, name: str) -> None:
    """Whether a file may be one of gifts, as far as that is told at once: a large workbook is opened by who reads it.

    Raises:
        CannotReadGifts: another kind of file, or no headings that are known.
    """
    if _ending(name) == "xlsx" and len(content) > SMALL:
        _look_unpacked(content)
    else:
        read_gifts(content, name, today=date.min)


def read_gifts(content: bytes, name: str, *, today: date) -> GiftList:
    """A file of gifts.

    Args:
        today: the last day a gift may bear.

    Raises:
        CannotReadGifts: another kind of file, or no headings that are known; and while its rows are gone through, too many
            of them, or a damaged file.
    """
    lines = _table(content, name)
    for count, (_line, cells) in enumerate(lines, start=1):
        headings = [_text(cell) for cell in cells]
        if all(column in _places(headings) for column in NEEDED):
            return GiftList(lines, headings, today)
        if count == MOST_ABOVE:
            break
    raise CannotReadGifts(
        Words(
            "没有找到标题行；第一张表里须有“金额”和“日期”两列。",
            "No row of headings was found; the first sheet needs the columns 金额 (amount) and 日期 (date).",
        )
    )


def _read_row(
    line: int, cells: Sequence[object], places: Mapping[str, int], today: date
) -> Row | Wrong:
    def cell(column: str) -> object:
        at = places.get(column)
        return cells[at] if at is not None and at < len(cells) else None

    problems = []

    def complain(column: str, zh: str, en: str) -> None:
        value = _text(cell(column))[:40]
        problems.append({"column": HEADINGS[column][0], "value": value, "zh": zh, "en": en})

    written = [_text(each) for each in cells]
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
    if problems or amount is None or on is None:
        return Wrong(line=line, cells=written, problems=problems)
    return Row(
        line=line,
        name=name[:120],
        phone=_text(cell("phone")) if name else "",
        uscc=uscc,
        amount=amount,
        on=on,
        reference=_text(cell("reference"))[:80],
        wish=_text(cell("wish"))[:300],
        nth=_nth(cell("nth")),
        cells=written,
    )


def _nth(cell: object) -> int:
    text = _text(cell)
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _places(headings: Sequence[str]) -> dict[str, int]:
    """Where each column stands that is known."""
    said = [_plain(heading) for heading in headings]
    return {
        column: next(said.index(_plain(known)) for known in names if _plain(known) in said)
        for column, names in HEADINGS.items()
        if any(_plain(known) in said for known in names)
    }


def _plain(heading: str) -> str:
    return heading.replace(" ", "").lower()


def _table(content: bytes, name: str) -> Iterator[tuple[int, Sequence[object]]]:
    """(line, cells) of each row that is not empty."""
    if _ending(name) == "csv":
        rows: Iterator[Sequence[object]] = _lines(content)
    elif _ending(name) == "xlsx":
        rows = _sheet(content)
    else:
        raise CannotReadGifts(Words("请交 .xlsx 或 .csv 文件。", "Hand in an .xlsx or .csv file."))
    for line, cells in enumerate(rows, start=1):
        if any(_text(cell) for cell in cells):
            yield line, cells


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _lines(content: bytes) -> Iterator[Sequence[object]]:
    try:
        yield from csv.reader(io.StringIO(_decoded(content), newline=""))
    except csv.Error as problem:
        raise CannotReadGifts(
            Words(
                f"这个 CSV 文件从某一行起读不下去（{problem}），请重新导出。",
                f"This CSV file cannot be read to its end ({problem}); please export it anew.",
            )
        ) from problem


def _sheet(content: bytes) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _look_unpacked(content)
    damaged = (BadZipFile, InvalidFileException, LookupError, OSError, ValueError, SyntaxError)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except (*damaged, zlib.error) as problem:
        raise CannotReadGifts(_DAMAGED) from problem


def _look_unpacked(content: bytes) -> None:
    """Refuse what is no workbook, or one that would fill the memory."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except BadZipFile as problem:
        raise CannotReadGifts(_DAMAGED) from problem
    if size > MOST_UNPACKED:
        raise CannotReadGifts(
            Words(
                "这个工作簿展开后太大；请存为 CSV，再交一次。",
                "Unpacked, this workbook is too large; save it as CSV and hand it in again.",
            )
        )


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
    return "" if cell is None else str(cell).replace("\0", "").strip()


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
