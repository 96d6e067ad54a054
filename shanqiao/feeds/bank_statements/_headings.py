"""Which heading of a bank's table is which column, in Chinese, English and Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

COLUMNS = {
    "account": ("account", "accountno", "accountnumber", "iban", "bank", "账号", "账户", "本方账号", "卡号", "账户名称",
                "银行", "商户号"),
    "day": ("date", "bookingdate", "bookeddate", "postingdate", "transactiondate", "tradedate", "交易日期", "记账日期",
            "入账日期", "日期", "交易时间", "入账时间", "记账时间", "发生时间", "创建时间", "ngày", "ngàygiaodịch"),
    "value_day": ("valuedate", "valueday", "起息日", "起息日期"),
    "time": ("time", "bookingtime", "时间", "giờ"),
    "amount": ("amount", "transactionamount", "金额", "交易金额", "发生额", "sốtiền"),
    "side": ("creditdebit", "debitcredit", "dc", "cd", "side", "type", "借贷标志", "借贷", "借贷方向", "收支", "收/支",
             "收付标志", "收支类型"),
    "out": ("debit", "debitamount", "withdrawal", "paidout", "moneyout", "借方", "借方金额", "借方发生额", "支出",
            "支出金额", "付款金额", "nợ", "ghinợ"),
    "in": ("credit", "creditamount", "deposit", "paidin", "moneyin", "贷方", "贷方金额", "贷方发生额", "收入", "收入金额",
           "收款金额", "có", "ghicó"),
    "balance": ("balance", "runningbalance", "balanceafter", "余额", "账户余额", "本次余额", "交易后余额", "sốdư"),
    "currency": ("currency", "ccy", "币种", "货币"),
    "party": ("counterparty", "payer", "payee", "name", "对方户名", "对方名称", "对方账户名称", "付款人", "收款人",
              "付款方名称", "交易对方", "对方"),
    "reference": ("reference", "ref", "transactionid", "transactionno", "流水号", "交易流水号", "业务流水号", "凭证号",
                  "交易号", "交易单号", "回单编号", "mãgiaodịch"),
    "words": ("description", "detail", "details", "remittanceinformation", "memo", "narrative", "purpose", "摘要",
              "附言", "用途", "备注", "交易备注", "nộidung"),
}  # fmt: skip
IN_WORDS = {"贷", "收", "收入", "入", "c", "cr", "crdt", "credit", "in", "+"}
OUT_WORDS = {"借", "付", "支", "支出", "出", "d", "dr", "dbit", "debit", "out", "-"}
_NAMES = {
    "人民币": "CNY",
    "rmb": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港币": "HKD",
    "港元": "HKD",
    "日元": "JPY",
}
_COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names}
_TAIL = re.compile(r"_(?:hash|[a-z]{3})$")  # a masked column, or the currency of an amount
_CURRENCY = re.compile(r"_([a-z]{3})$")
_BRACKETS = re.compile(r"\(.*?\)")


def column_of(heading: str) -> str:
    """``day``, ``amount``, … of a heading; empty where it is none that we know."""
    plain = _plain(heading)
    return _COLUMN_OF.get(_bare(plain), "") or _COLUMN_OF.get(_bare(_TAIL.sub("", plain)), "")


def taken_from(cells: Sequence[str]) -> dict[str, int]:
    """{column: its place} in a row of headings; the first of two that say the same."""
    taken: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = column_of(cell)
        if column:
            taken.setdefault(column, place)
    return taken


def can_be_used(taken: Mapping[str, int]) -> bool:
    """Do these headings say when and how much?"""
    return "day" in taken and bool({"amount", "in", "out"} & set(taken))


def currency_in(headings: Sequence[str]) -> str:
    """The currency that the headings of amounts name (``credit_vnd``), if any."""
    for heading in headings:
        found = _CURRENCY.search(_plain(heading))
        if found and column_of(heading) in {"amount", "in", "out", "balance"}:
            return found[1].upper()
    return ""


def currency_of(text: str) -> str:
    """The code of a currency as a cell names it."""
    return _NAMES.get(text.lower(), text.upper())


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    return _BRACKETS.sub("", text).strip()


def _bare(plain: str) -> str:
    return re.sub(r"[\s_\-:]", "", plain) or plain
