"""ISO 20022 camt.053: entries of an account between its opening and its closing balance.

Nothing outside the file is fetched, and a file that brings a document type of its own is refused unread.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date

from lxml import etree

from ._cells import NotAnAmount, amount_of, day_of, time_of
from ._rows import CannotReadStatement, Problem, Row, cut

_OPENING = {"OPBD", "PRCD"}
_CLOSING = {"CLBD"}
_PENDING = {"PDNG", "INFO"}  # of which nothing has moved yet


def read_camt(content: bytes, digits_of: Callable[[str, str], int]) -> Iterator[Row]:
    """Rows of all statements in a file; ``line`` counts the balances and entries from 1.

    Raises:
        CannotReadStatement: no XML, not of this kind, or with a document type.
    """
    account, currency, number, seen = "", "", 0, False
    closing: list[Row] = []
    try:
        for event, element in _walk(content):
            name = etree.QName(element).localname
            if event == "start":
                if name == "Stmt":
                    account, currency, seen, closing = "", "", True, []
                continue
            parent = element.getparent()
            within = etree.QName(parent).localname if parent is not None else ""
            if name == "Acct" and within == "Stmt":
                account = _found(element, "Id", "IBAN") or _found(element, "Id", "Othr", "Id")
                currency = _found(element, "Ccy")
            elif name == "Bal" and within == "Stmt":
                number += 1
                row, code = _balance(element, number, account, currency, digits_of)
                if code in _OPENING:
                    yield row
                elif code in _CLOSING:
                    closing.append(row)
            elif name == "Ntry" and within == "Stmt":
                number += 1
                if (
                    _found(element, "Sts", "Cd") not in _PENDING
                    and _found(element, "Sts") not in _PENDING
                ):
                    yield _entry(element, number, account, currency, digits_of)
                element.clear()
            elif name == "Stmt":
                yield from closing
                element.clear()
    except etree.XMLSyntaxError as refusal:
        raise CannotReadStatement(
            f"XML 有误，第 {refusal.lineno} 行：{refusal.msg}",
            f"The XML is broken at line {refusal.lineno}: {refusal.msg}",
        ) from refusal
    if not seen:
        raise CannotReadStatement(
            "这份 XML 里没有 camt.053 对账单（Stmt）。",
            "This XML holds no camt.053 statement (Stmt).",
        )


def _walk(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    walk = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    for event, element in walk:
        if first and element.getroottree().docinfo.doctype:
            raise CannotReadStatement(
                "文件带有自己的文档类型（DOCTYPE），对账单不需要它；为安全起见没有读取。",
                "The file brings a document type (DOCTYPE), which no statement needs; it was not read.",
            )
        first = False
        yield event, element


def _balance(
    element: etree._Element,
    number: int,
    account: str,
    currency: str,
    digits_of: Callable[[str, str], int],
) -> tuple[Row, str]:
    code = _found(element, "Tp", "CdOrPrtry", "Cd")
    amount, currency, problems = _amount(element, account, currency, digits_of)
    day, _ = _day(element, "Dt")
    opens = code in _OPENING
    row = Row(
        number, account, None, None, "", None, amount, currency, "", "", "", problems, day, opens
    )
    return row, code


def _entry(
    element: etree._Element,
    number: int,
    account: str,
    currency: str,
    digits_of: Callable[[str, str], int],
) -> Row:
    amount, currency, problems = _amount(element, account, currency, digits_of)
    booked, time = _day(element, "BookgDt")
    valued, _ = _day(element, "ValDt")
    booked = booked or valued
    if booked is None:
        problems += (Problem("BookgDt", "", "没有记账日期", "has no day of booking"),)
    side = "Dbtr" if amount is None or amount >= 0 else "Cdtr"
    details = [_child(element, "NtryDtls", "TxDtls")]
    details = [one for one in details if one is not None]
    party = reference = ""
    told: list[str] = []
    for one in details:
        party = _found(one, "RltdPties", side, "Nm") or _found(one, "RltdPties", side, "Pty", "Nm")
        reference = _found(one, "Refs", "EndToEndId")
    for one in element.iter("{*}Ustrd"):
        told.append((one.text or "").strip())
    told.append(_found(element, "AddtlNtryInf"))
    own = _found(element, "AcctSvcrRef") or _found(element, "NtryRef") or reference
    words = " ".join(dict.fromkeys(text for text in (*told, reference) if text and text != own))
    return Row(
        number, account, booked, valued, time, amount, None, currency, party, own, words, problems
    )


def _amount(
    element: etree._Element, account: str, currency: str, digits_of: Callable[[str, str], int]
) -> tuple[int | None, str, tuple[Problem, ...]]:
    amount = _child(element, "Amt")
    text = (amount.text or "").strip() if amount is not None else ""
    currency = (amount.get("Ccy") if amount is not None else "") or currency
    side = _found(element, "CdtDbtInd")
    if side not in {"CRDT", "DBIT"}:
        return (
            None,
            currency,
            (
                Problem(
                    "CdtDbtInd",
                    cut(side),
                    "要写 CRDT（收）或 DBIT（付）",
                    "has to say CRDT or DBIT",
                ),
            ),
        )
    try:
        count = amount_of(text, digits_of(account, currency))
    except NotAnAmount as refusal:
        return None, currency, (Problem("Amt", cut(text), refusal.zh, refusal.en),)
    return (count if side == "CRDT" else -count), currency, ()


def _day(element: etree._Element, name: str) -> tuple[date | None, str]:
    text = _found(element, name, "Dt") or _found(element, name, "DtTm")
    try:
        return day_of(text.replace("T", " ")[:19], day_first=None), time_of(text)
    except ValueError:
        return None, ""


def _child(element: etree._Element, *names: str) -> etree._Element | None:
    for name in names:
        found = element.find(f"{{*}}{name}")
        if found is None:
            return None
        element = found
    return element


def _found(element: etree._Element, *names: str) -> str:
    child = _child(element, *names)
    return (child.text or "").strip() if child is not None else ""
