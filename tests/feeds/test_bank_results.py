import pytest

from shanqiao.feeds.bank_results import CannotReadResults, read_results

PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"


def lines_of(content):
    return [
        (t.reference, str(t.says), t.count, t.why, t.bank_reference) for t in read_results(content)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_as_banks_of_china_export_it(encoding):
    table = '编号,处理结果,金额(元),失败原因,银行流水号\nSQ-1,成功,800.00,,G77\n\nSQ-2,失败,"1,200.5",户名不符,\nSQ-3,处理中,,,\n'

    assert lines_of(table.encode(encoding)) == [
        ("SQ-1", "paid", 80_000, "", "G77"),
        ("SQ-2", "failed", 120_050, "户名不符", ""),
        ("SQ-3", "", None, "", ""),
    ]


def test_a_table_in_english_with_columns_in_another_order():
    assert lines_of(b"Status,Reference\nPAID,SQ-1\nReturned,SQ-2\n") == [
        ("SQ-1", "paid", None, "", ""),
        ("SQ-2", "failed", None, "", ""),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "nothing in this file"),
        ("编号,金额\nSQ-1,8\n", "no column for the result"),
        ("结果\n成功\n", "no column for the reference"),
        ("编号,结果\nSQ-1,也许\n", "Line 2: “也许” is no result"),
        ("编号,结果,金额\nSQ-1,成功,八百\n", "Line 2: “八百” is no amount"),
        ("编号,结果,金额\nSQ-1,成功,1.005\n", "no amount"),
        ("编号,结果,金额\nSQ-1,成功,NaN\n", "no amount"),
        ("编号,结果,金额\nSQ-1,成功,Infinity\n", "no amount"),
        ("<a", "begins like XML"),
        ("<a/>", "neither pain.002"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares no document type"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(content, says, settings):
    from django.utils import translation

    with translation.override("en"), pytest.raises(CannotReadResults, match=says):
        read_results(content.encode())


def test_neither_text_nor_xml_is_refused():
    with pytest.raises(CannotReadResults):
        read_results(b"\xff\xff\x00\x80")


def test_a_status_report_by_line():
    report = f"""<?xml version="1.0"?><Document xmlns="{PAIN}"><CstmrPmtStsRpt>
      <OrgnlPmtInfAndSts><OrgnlPmtInfId>SQ-P</OrgnlPmtInfId>
       <TxInfAndSts><OrgnlEndToEndId>SQ-1</OrgnlEndToEndId><TxSts>ACSC</TxSts><AcctSvcrRef>G77</AcctSvcrRef>
         <OrgnlTxRef><Amt><InstdAmt Ccy="CNY">800.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
       <TxInfAndSts><OrgnlEndToEndId>SQ-2</OrgnlEndToEndId><TxSts>RJCT</TxSts>
         <StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>户名不符</AddtlInf></StsRsnInf></TxInfAndSts>
       <TxInfAndSts><OrgnlEndToEndId>SQ-3</OrgnlEndToEndId><TxSts>PDNG</TxSts></TxInfAndSts>
      </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""

    assert lines_of(report.encode()) == [
        ("SQ-1", "paid", 80_000, "", "G77"),
        ("SQ-2", "failed", None, "AC01 户名不符", ""),
        ("SQ-3", "", None, "", ""),
    ]


def test_booked_entries_of_a_notification():
    def entry(reference, side, status="BOOK", back="", amount="800.00"):
        return f"""<Ntry><Amt Ccy="CNY">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>
          <NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><Amt Ccy="CNY">{amount}</Amt>
          {back}</TxDtls></NtryDtls></Ntry>"""

    returned = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    message = f"""<Document xmlns="{CAMT}"><BkToCstmrDbtCdtNtfctn><Ntfctn>
      {entry("SQ-1", "DBIT")}{entry("SQ-2", "CRDT", back=returned)}{entry("SQ-3", "DBIT", status="PDNG")}
      </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"""

    assert lines_of(message.encode()) == [
        ("SQ-1", "paid", 80_000, "", ""),
        ("SQ-2", "failed", 80_000, "AC04", ""),
    ]
