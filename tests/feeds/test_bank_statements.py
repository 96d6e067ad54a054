"""Statements of banks: read as they are written, refused row by row where they cannot be."""

import gzip
import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from shanqiao.feeds.bank_statements import CannotReadStatement, look_into, read_statement

ICBC = """户名：某慈善会
账号：3602000000001234567

交易日期,借方发生额,贷方发生额,余额,对方户名,摘要,交易流水号
2026-05-06,,"1,234.50","11,234.50",陈某,捐款,A1
20260507,200.00,,"11,034.50",某医院,医疗救助,A2
合计,200.00,"1,234.50",,,,
"""


def read(content, name="statement.csv", digits=2, **said):
    content = content.encode() if isinstance(content, str) else content
    return list(read_statement(content, name, digits_of=lambda account, currency: digits, **said))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_bank_writes_its_headings_below_other_lines_in_an_encoding_of_its_own(
    encoding, delimiter
):
    rows = [
        line.split(",")
        for line in ICBC.replace('"1,234.50"', "1234.50")
        .replace('"11,234.50"', "11234.50")
        .replace('"11,034.50"', "11034.50")
        .splitlines()
    ]
    text = "\n".join(delimiter.join(cells) for cells in rows)

    first, second, total = read(text.encode(encoding))

    assert (first.line, first.booked_on, first.amount, first.balance) == (
        5,
        date(2026, 5, 6),
        123450,
        1123450,
    )
    assert (first.party, first.words, first.reference) == ("陈某", "捐款", "A1")
    assert (second.line, second.booked_on, second.amount) == (6, date(2026, 5, 7), -20000)
    assert total.line == 7 and [p.en for p in total.problems] == [
        "is no day",
        "has an amount on both sides",
    ]


def test_a_file_is_seen_before_it_is_read():
    seen = look_into(ICBC.encode(), "六月.csv")

    assert seen.form == "csv" and seen.rows == 3
    assert seen.taken["in"] == "贷方发生额" and seen.unused == ()


def test_a_packed_file_is_unpacked():
    packed = gzip.compress(ICBC.encode())

    assert read(packed, "statement.csv.gz") == read(ICBC)


def test_a_platform_writes_amounts_with_a_side():
    text = "入账时间,收/支,金额（元）,备注\n2026/05/06 08:30:00,收入,20.00,月捐\n2026/05/06 09:00:00,支出,5.5,退款\n"

    came, went = read(text)

    assert (came.amount, came.time, came.words) == (2000, "08:30:00", "月捐")
    assert went.amount == -550


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("1,234.5", 123450), ("1.234,50", 123450), ("¥1,234.50", 123450), ("-20", -2000), ("(20.00)", -2000),
        ("1 234,50", 123450), ("CNY 3.10", 310), ("１２．５０", 1250), ("0.5000", 50), ("10,000", 1000000),
    ],
)  # fmt: skip
def test_amounts_are_read_to_the_last_fen(written, count):
    (row,) = read(f'date;amount\n2026-05-06;"{written}"\n')

    assert row.amount == count


@pytest.mark.parametrize(
    "written", ["1.234", "12,34,5", "一百", "1e3", "0.005", "12.3.4", "NaN", "0", ""]
)
def test_what_is_no_amount_is_refused_and_not_guessed_at(written):
    (row,) = read(f'date;amount\n2026-05-06;"{written}"\n')

    assert row.amount in (None, 0) and row.problems


def test_a_currency_without_smaller_units_has_none():
    (row,) = read("date;credit_vnd\n2026-05-06;5.000.000\n", digits=0)

    assert (row.amount, row.currency) == (5_000_000, "VND")


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (["03/04/2026", "13/04/2026"], date(2026, 4, 3)),
        (["03/04/2026", "03/14/2026"], date(2026, 3, 4)),
        (["03/04/2026", "05/04/2026", "12/04/2026"], date(2026, 4, 3)),
    ],
)
def test_the_days_of_a_file_say_how_they_are_written(days, read_as):
    text = "date,amount\n" + "".join(f"{day},1\n" for day in days)

    assert read(text)[0].booked_on == read_as


def test_where_nobody_can_say_the_row_is_refused_until_somebody_does():
    text = "date,amount\n03/04/2026,1\n04/03/2026,1\n"

    assert {row.problems[0].en for row in read(text)} == {
        "does not tell day and month apart; say which comes first"
    }
    assert read(text, day_first=True)[0].booked_on == date(2026, 4, 3)
    assert read(text, day_first=False)[0].booked_on == date(2026, 3, 4)


def test_a_cell_over_several_lines_keeps_the_lines_of_the_others():
    text = 'date,amount,memo\n2026-05-06,1,"two\nlines"\n2026-05-07,x,\n'

    first, second = read(text)

    assert (first.line, second.line) == (2, 4)


def test_a_workbook_is_read_as_its_cells_are_meant():
    book = Workbook()
    sheet = book.active
    sheet.append(["某银行对账单"])
    sheet.append(["交易时间", "收入金额", "支出金额", "账户余额", "附言"])
    sheet.append([datetime(2026, 5, 6, 8, 30), 1234.5, None, 1234.5, "捐款"])
    sheet.append([datetime(2026, 5, 7), None, 0.1 + 0.2, 1234.2, 8])
    kept = io.BytesIO()
    book.save(kept)

    first, second = read(kept.getvalue(), "x.xlsx")

    assert (first.line, first.amount, first.booked_on, first.time) == (
        3,
        123450,
        date(2026, 5, 6),
        "08:30:00",
    )
    assert (second.amount, second.words) == (-30, "8")


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE00123456781234567890</IBAN></Id><Ccy>CNY</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
 <Dt><Dt>2026-05-05</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">112.50</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="CNY">20.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
 <BookgDt><Dt>2026-05-06</Dt></BookgDt><ValDt><Dt>2026-05-07</Dt></ValDt><AcctSvcrRef>R1</AcctSvcrRef>
 <NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>陈某</Nm></Pty></Dbtr></RltdPties>
 <RmtInf><Ustrd>月捐</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">7.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-05-08T10:00:00</DtTm></BookgDt></Ntry>
<Ntry><Amt Ccy="CNY">9.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-05-09</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def test_a_camt_statement_is_its_booked_entries_between_two_balances():
    opening, came, went, closing = read(CAMT, "x.xml", digits=2)

    assert opening.only_balance and opening.balance == 10000
    assert (opening.opens, opening.stands_on) == (True, date(2026, 5, 5))
    assert (closing.opens, closing.stands_on) == (False, None)
    assert (came.amount, came.party, came.reference, came.words) == (2000, "陈某", "R1", "月捐 E1")
    assert (came.booked_on, came.valued_on) == (date(2026, 5, 6), date(2026, 5, 7))
    assert (went.amount, went.time) == (-750, "10:00:00")
    assert closing.only_balance and closing.balance == 11250
    assert look_into(CAMT.encode(), "x.xml").accounts == ("DE00123456781234567890",)


def test_an_xml_file_that_would_fetch_or_grow_is_refused_unread(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    fetching = CAMT.replace(
        "<Document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><Document'
    ).replace("月捐", "&x;")

    with pytest.raises(CannotReadStatement, match="DOCTYPE"):
        read(fetching, "x.xml")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"name,phone\nA,1\n", "No headings"),
        (b"", "No headings"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04broken", "no Excel workbook"),
        (b"\x1f\x8bbroken", "packed file is broken"),
        (b"<Document><a></Document>", "XML is broken"),
        (b"<Document/>", "no camt.053"),
        (b"\xff\xff\xff,\x80\n", "no text"),
    ],
)
def test_a_file_of_no_use_says_why(content, why):
    with pytest.raises(CannotReadStatement, match=why) as refusal:
        read(content)

    assert set(refusal.value.said) == {"zh", "en"}
