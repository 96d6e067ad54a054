"""What a bank says became of a batch: a table (CSV), ISO 20022 pain.002, or the entries of camt.053 and camt.054."""

import csv
import io
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from lxml import etree

from shanqiao.apps.paying.models import Result
from shanqiao.apps.paying.results import Told

LARGEST = 8 * 1024 * 1024  # bytes
HEADINGS = {
    "reference": ("编号", "客户流水号", "reference", "endtoendid", "end to end id"),
    "says": ("结果", "处理结果", "状态", "交易状态", "status", "result"),
    "count": ("金额(元)", "金额（元）", "金额", "amount"),
    "why": ("失败原因", "原因", "退票原因", "reason"),
    "bank_reference": ("银行流水号", "交易流水号", "bank reference"),
}
NEEDED = ("reference", "says")
PAID = {"成功", "已支付", "交易成功", "支付成功", "paid", "success", "accc", "acsc"}
FAILED = {"失败", "退票", "退回", "交易失败", "支付失败", "failed", "rejected", "returned", "rjct"}
WAITING = {"", "处理中", "待处理", "pending", "pdng", "acsp", "actc", "accp", "rcvd", "acwc"}


class CannotReadResults(Exception):
    """The file is none of the forms we know, or a line of it cannot be read."""


def read_results(content):
    """[Told] in the order of the file.

    Raises:
        CannotReadResults: with the line, and why.
    """
    if len(content) > LARGEST:
        raise CannotReadResults(_("This file is larger than 8 MB."))
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _of_messages(content)
    return _of_table(content)


def _of_table(content):
    rows = list(csv.reader(io.StringIO(_decoded(content))))
    rows = [(line, row) for line, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not rows:
        raise CannotReadResults(_("There is nothing in this file."))
    places = _places([cell.strip().lower() for cell in rows[0][1]])
    return [_of_row(line, row, places) for line, row in rows[1:]]


def _decoded(content):
    for encoding in ("utf-8-sig", "gb18030"):  # the second is what banks of China export
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotReadResults(_("This file is no text in UTF-8 or GB 18030."))


def _places(heading):
    places = {}
    for field, names in HEADINGS.items():
        place = next((n for n, cell in enumerate(heading) if cell in names), None)
        if place is not None:
            places[field] = place
        elif field in NEEDED:
            raise CannotReadResults(
                _("There is no column for %(what)s. It may be called: %(names)s.")
                % {
                    "what": _("the reference") if field == "reference" else _("the result"),
                    "names": "、".join(names),
                }
            )
    return places


def _of_row(line, row, places):
    def cell(field):
        place = places.get(field)
        return row[place].strip() if place is not None and place < len(row) else ""

    return Told(
        line=line,
        reference=cell("reference"),
        says=_said(cell("says"), line),
        count=_fen(cell("count"), line),
        why=cell("why"),
        bank_reference=cell("bank_reference"),
    )


def _said(word, line):
    word = word.lower()
    if word in PAID:
        return Result.Word.PAID
    if word in FAILED:
        return Result.Word.FAILED
    if word in WAITING:
        return ""
    raise CannotReadResults(
        _("Line %(line)s: “%(word)s” is no result that we know.") % {"line": line, "word": word}
    )


def _fen(text, line):
    text = text.replace(",", "").replace("¥", "").strip()
    if not text:
        return None
    try:
        fen = Decimal(text) * 100
        if fen != int(fen):
            raise InvalidOperation
    except (InvalidOperation, ValueError, OverflowError) as nonsense:
        raise CannotReadResults(
            _("Line %(line)s: “%(word)s” is no amount in yuan.") % {"line": line, "word": text}
        ) from nonsense
    return int(fen)


def _of_messages(content):
    # no entity is resolved and nothing is fetched, whatever the file asks for
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as nonsense:
        raise CannotReadResults(_("This file begins like XML and is none.")) from nonsense
    if root.getroottree().docinfo.doctype:
        raise CannotReadResults(_("A message of a bank declares no document type of its own."))
    name = etree.QName(root).namespace or ""
    if ":pain.002." in name:
        return [_of_status(one) for one in root.iterfind(".//{*}TxInfAndSts")]
    if ":camt.053." in name or ":camt.054." in name:
        return [_of_entry(entry, one) for entry, one in _details(root)]
    raise CannotReadResults(_("This is neither pain.002 nor camt.053 or camt.054."))


def _of_status(one):
    status = _text(one, "TxSts") or _text(one.getparent(), "PmtInfSts")
    reasons = [
        _text(reason, "Rsn/{*}Cd") or _text(reason, "Rsn/{*}Prtry")
        for reason in one.iterfind("{*}StsRsnInf")
    ]
    words = [found.text or "" for found in one.iterfind("{*}StsRsnInf/{*}AddtlInf")]
    return Told(
        line=one.sourceline,
        reference=_text(one, "OrgnlEndToEndId"),
        says=_said(status, one.sourceline),
        count=_fen(_text(one, "OrgnlTxRef/{*}Amt/{*}InstdAmt"), one.sourceline),
        why=" ".join(filter(None, [*reasons, *words])),
        bank_reference=_text(one, "AcctSvcrRef"),
    )


def _details(root):
    """(entry, one transaction of it) of every booked entry that names one of our references."""
    for entry in root.iterfind(".//{*}Ntry"):
        if (_text(entry, "Sts/{*}Cd") or _text(entry, "Sts")) != "BOOK":
            continue
        for one in entry.iterfind(".//{*}TxDtls"):
            if _text(one, "Refs/{*}EndToEndId"):
                yield entry, one


def _of_entry(entry, one):
    back = _text(entry, "RvslInd") == "true" or one.find("{*}RtrInf") is not None
    went_out = (_text(one, "CdtDbtInd") or _text(entry, "CdtDbtInd")) == "DBIT"
    why = _text(one, "RtrInf/{*}Rsn/{*}Cd") or _text(one, "RtrInf/{*}AddtlInf")
    return Told(
        line=one.sourceline,
        reference=_text(one, "Refs/{*}EndToEndId"),
        says=Result.Word.PAID if went_out and not back else Result.Word.FAILED,
        count=_fen(_text(one, "Amt"), one.sourceline),
        why=why,
        bank_reference=_text(one, "Refs/{*}AcctSvcrRef") or _text(entry, "AcctSvcrRef"),
    )


def _text(where, path):
    found = where.find("{*}" + path) if where is not None else None
    return (found.text or "").strip() if found is not None else ""
