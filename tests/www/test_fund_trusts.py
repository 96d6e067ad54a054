"""A fund writes a charitable trust down, files it, and sees what it owes."""

import pytest

from shanqiao.apps.trusts.models import Trust, TrustChange, TrustFiling, TrustReport
from tests.factories import a_cashier, a_fund, a_manager, a_purse
from tests.giving import a_donor
from tests.trusts import a_trust

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def desk(client, fund):
    return signed_in(client, a_manager(fund))


@pytest.fixture
def trust(fund):
    return a_trust(purse=a_purse(fund=fund, received=0))


def signing(trust):
    return trust.changes.get(kind="signed")


def typed(fund, **other):
    purse = a_purse(fund=fund, received=0)
    return {
        "name": "善人2026大病救助慈善信托",
        "name_en": "Kind people trust",
        "settlor": a_donor(host=fund.host).name,
        "purpose": "care",
        "beneficiaries": "患大病的低保家庭成员",
        "signed_on": "2026-05-04",
        "purse": purse.pk,
        **other,
    }


def test_without_a_trust_the_list_says_what_it_is_for(desk):
    page = desk.get("/fund/trusts/")

    assert "No charitable trust is written down yet" in page.text


def test_a_trust_is_written_down_and_owes_its_filing(desk, fund):
    answer = desk.post("/fund/trusts/new/", typed(fund), follow=True)

    trust = Trust.objects.get()
    assert answer.redirect_chain[-1][0] == f"/fund/trusts/{trust.pk}/"
    assert "due on 11 May 2026" in answer.text
    assert "file: signed" in desk.get("/fund/trusts/").text


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"name": "大病救助"}, "in this order"),
        ({"settlor": "没有这个人"}, "No giver is called so"),
        ({"signed_on": "2026-06-01"}, "once it is signed"),
    ],
)
def test_what_is_no_trust_is_refused_and_nothing_typed_is_lost(desk, fund, other, words):
    page = desk.post("/fund/trusts/new/", typed(fund, **other))

    assert page.status_code == 422
    assert words in page.text and "Kind people trust" in page.text


def test_two_givers_of_one_name_are_told_apart_by_number(desk, fund):
    first, second = (a_donor(host=fund.host, name="黄伟强") for _ in "ab")

    page = desk.post("/fund/trusts/new/", typed(fund, settlor="黄伟强"))
    assert f"{first.pk}, {second.pk}" in page.text
    desk.post("/fund/trusts/new/", typed(fund, settlor=str(second.pk)))

    assert Trust.objects.get().settlor == second


def test_a_filing_a_change_a_report_and_an_end_are_written_down(desk, trust):
    def act(name, **typed):
        return desk.post(
            f"/fund/trusts/{trust.pk}/act/", {"act": name, "on": "2026-05-05", **typed}
        )

    act("file", change=signing(trust).pk, number="穗2026-7")
    act("publish", change=signing(trust).pk, where="慈善中国")
    act("change", kind="supervisor", now_is="某律师事务所", why="")
    early = act("report", year=2026, held="10", given="0", where="慈善中国")
    act("end", why="目的已实现")

    assert TrustFiling.objects.get().number == "穗2026-7"
    assert early.status_code == 422 and "once it is over" in early.text
    assert TrustReport.objects.count() == 0
    kinds = list(TrustChange.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["signed", "supervisor", "ended"]
    assert "This trust has ended." in desk.get(f"/fund/trusts/{trust.pk}/").text


def test_a_cashier_reads_and_does_not_write(client, fund, trust):
    desk = signed_in(client, a_cashier(fund))

    assert "Write down a filing" not in desk.get(f"/fund/trusts/{trust.pk}/").text
    assert desk.post(f"/fund/trusts/{trust.pk}/act/", {"act": "end"}).status_code == 403


def test_another_funds_trust_is_not_there(desk):
    theirs = a_trust()

    assert desk.get(f"/fund/trusts/{theirs.pk}/").status_code == 404
    assert desk.post(f"/fund/trusts/{theirs.pk}/act/", {"act": "end"}).status_code == 404


def test_the_list_costs_the_same_for_one_trust_and_for_ten(
    desk, fund, django_assert_max_num_queries
):
    for _ in range(10):
        a_trust(purse=a_purse(fund=fund, received=0))

    with django_assert_max_num_queries(16):
        assert desk.get("/fund/trusts/").text.count("file: signed") == 20


def test_trusts_are_taken_along_as_a_file(desk, trust):
    answer = desk.get("/fund/trusts/?export=csv")

    assert trust.name_en in answer.content.decode()
