import csv
import hashlib
import io

import pytest
from lxml import etree

from shanqiao.feeds.bank_payments import LONGEST_ID, file_of
from tests.paying_factories import Till, card_number

pytestmark = pytest.mark.django_db
PAIN, CSV = "pain.001.001.09", "csv"


@pytest.fixture
def batch():
    till = Till()
    grants = [till.grant(count=count, payee=False) for count in (80_000, 1, 1_234_567)]
    for n, grant in enumerate(grants):
        till.payee(resident=grant.need.resident, number=card_number(n), bank_code="313581003284")
    return till.batch(*grants)


def read(content):
    root = etree.fromstring(content)
    return lambda path: [e.text for e in root.iterfind(".//{*}" + path.replace("/", "/{*}"))]


def test_the_message_names_each_account_once_with_its_amount(batch):
    content, name, media_type = file_of(batch, form=PAIN)

    of = read(content)
    assert (name, media_type) == (f"{batch.number}.xml", "application/xml")
    assert of("InstdAmt") == ["800.00", "0.01", "12345.67"]
    assert of("CdtrAcct/Id/Othr/Id") == [card_number(n) for n in range(3)]
    assert of("Cdtr/Nm") == ["黄伟强"] * 3
    assert of("DbtrAcct/Id/Othr/Id") == ["3602000109000000001"]
    assert of("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId") == ["313581003284"] * 3


def test_sum_and_number_of_lines_stand_in_it_twice(batch):
    of = read(file_of(batch, form=PAIN)[0])

    assert of("NbOfTxs") == ["3", "3"]
    assert of("CtrlSum") == ["13145.68", "13145.68"]


def test_no_name_of_a_line_is_longer_than_a_bank_takes(batch):
    of = read(file_of(batch, form=PAIN)[0])

    names = [*of("MsgId"), *of("PmtInfId"), *of("InstrId"), *of("EndToEndId")]
    assert all(0 < len(name) <= LONGEST_ID for name in names)
    assert len(set(of("EndToEndId"))) == 3


def test_the_same_batch_gives_the_same_bytes(batch):
    for form in (PAIN, CSV):
        first, again = (hashlib.sha256(file_of(batch, form=form)[0]).digest() for _ in "ab")
        assert first == again


def test_the_table_says_the_same(batch):
    content = file_of(batch, form=CSV)[0]

    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert [row[heading.index("金额(元)")] for row in rows] == ["800.00", "0.01", "12345.67"]
    assert rows[0][heading.index("收款账号")].strip() == card_number(0)


def test_the_bank_is_not_told_why():
    """Neither kind of need nor the purse stands in the file."""
    till = Till()
    grant = till.grant()
    batch = till.batch(grant)

    for form in (PAIN, CSV):
        text = file_of(batch, form=form)[0].decode()
        for words in ("medical", "医疗", till.purse.name, f"resident {grant.need.resident_id}"):
            assert words not in text


def test_a_name_that_looks_like_a_formula_or_markup_stays_a_name():
    till = Till()
    name = "=1+1<b>&甲"
    grant = till.grant(payee=False)
    till.payee(resident=grant.need.resident, whose="named", holder=name, why="as signed")
    batch = till.batch(grant)

    assert read(file_of(batch, form=PAIN)[0])("Cdtr/Nm") == [name]
    assert f"'{name}" in file_of(batch, form=CSV)[0].decode()
