"""The file by which a bank pays a batch: a table, or ISO 20022 pain.001.001.09. The same batch gives the same bytes."""

import csv
import io
from decimal import Decimal

from django.utils.timezone import localtime
from lxml import etree

from shanqiao.apps.paying.models import Download

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_ID = 35  # Max35Text
LONGEST_NAME = 140  # Max140Text
COLUMNS = ("编号", "收款户名", "收款账号", "开户行", "联行号", "金额(元)", "附言")
PURPOSE = (
    "善桥资助"  # what the resident reads on the statement of their account; it names no illness
)

# Note [What the bank is told]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Reference, name, account and amount of each line, and nothing about why: the bank need not know who is ill. The sum and
# the number of lines stand in the file twice, for the whole and for the one payment information in it. An account number
# of China is no IBAN, so it stands under Othr; a bank is named by its CNAPS code where we have it, by its name elsewhere.


def file_of(batch, *, form):
    """(content, file name, media type) of a batch. See Note [What the bank is told]."""
    items = list(batch.items.select_related("payee").order_by("pk"))
    if form == Download.Form.PAIN:
        return as_pain(batch, items), f"{batch.number}.xml", "application/xml"
    return as_table(items), f"{batch.number}.csv", "text/csv; charset=utf-8"


def as_table(items):
    """CSV in UTF-8 with the mark by which spreadsheets know it; numbers are text, so no place is lost."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    for item in items:
        payee = item.payee
        sheet.writerow(
            [
                item.reference,
                _as_text(payee.holder),
                f"\t{payee.number}",  # spreadsheets round numbers of 19 places that are not text
                _as_text(payee.bank),
                f"\t{payee.bank_code}" if payee.bank_code else "",
                _yuan(item.count),
                PURPOSE,
            ]
        )
    return f"\ufeff{text.getvalue()}".encode()


def as_pain(batch, items):
    """A CustomerCreditTransferInitiation, version 09."""
    root = etree.Element(_tag("Document"), nsmap={None: NAMESPACE})
    whole = _put(root, "CstmrCdtTrfInitn")
    head = _put(whole, "GrpHdr")
    _put(head, "MsgId", batch.number)
    _put(head, "CreDtTm", localtime(batch.made_at).isoformat(timespec="seconds"))
    _sums(head, items)
    _put(_put(head, "InitgPty"), "Nm", batch.account.holder[:LONGEST_NAME])
    part = _put(whole, "PmtInf")
    _put(part, "PmtInfId", f"{batch.number}-P")
    _put(part, "PmtMtd", "TRF")
    _put(part, "BtchBookg", "false")
    _sums(part, items)
    _put(_put(part, "ReqdExctnDt"), "Dt", localtime(batch.made_at).date().isoformat())
    _put(_put(part, "Dbtr"), "Nm", batch.account.holder[:LONGEST_NAME])
    _account(part, "DbtrAcct", batch.account.number)
    _agent(part, "DbtrAgt", batch.account)
    _put(part, "ChrgBr", "SLEV")
    for item in items:
        _transfer(part, item)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _transfer(part, item):
    transfer = _put(part, "CdtTrfTxInf")
    names = _put(transfer, "PmtId")
    _put(names, "InstrId", item.reference)
    _put(names, "EndToEndId", item.reference)
    amount = _put(_put(transfer, "Amt"), "InstdAmt", _yuan(item.count))
    amount.set("Ccy", "CNY")
    _agent(transfer, "CdtrAgt", item.payee)
    _put(_put(transfer, "Cdtr"), "Nm", item.payee.holder[:LONGEST_NAME])
    _account(transfer, "CdtrAcct", item.payee.number)
    _put(_put(transfer, "RmtInf"), "Ustrd", PURPOSE)


def _sums(where, items):
    _put(where, "NbOfTxs", str(len(items)))
    _put(where, "CtrlSum", _yuan(sum(item.count for item in items)))


def _account(where, name, number):
    _put(_put(_put(_put(where, name), "Id"), "Othr"), "Id", number)


def _agent(where, name, account):
    bank = _put(_put(where, name), "FinInstnId")
    if account.bank_code:
        member = _put(bank, "ClrSysMmbId")
        _put(_put(member, "ClrSysId"), "Cd", "CNAPS")
        _put(member, "MmbId", account.bank_code)
    _put(bank, "Nm", account.bank[:LONGEST_NAME])


def _put(where, name, text=None):
    element = etree.SubElement(where, _tag(name))
    element.text = text
    return element


def _tag(name):
    return f"{{{NAMESPACE}}}{name}"


def _yuan(fen):
    return f"{Decimal(fen) / 100:.2f}"


def _as_text(words):
    """What begins like a formula stays text, whatever a spreadsheet would make of it."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words
