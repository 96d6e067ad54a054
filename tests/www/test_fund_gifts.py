import pytest

from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.record.models import Entry
from tests.factories import TODAY, a_cashier, a_fund, a_manager, a_purse
from tests.giving import a_certified_host, a_donor, a_gift

from .at_noon import signed_in, stop_the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund(host=a_certified_host())


@pytest.fixture
def purse(fund):
    return a_purse(fund=fund, received=0)


@pytest.fixture
def till(client, fund):
    return signed_in(client, a_cashier(fund))


def told(purse, **facts):
    return {
        "key": "k1",
        "kind": "person",
        "name": "何善心",
        "phone": "13800138000",
        "shown": "named",
        "purse": purse.pk,
        "how": "bank",
        "amount": "20.50",
        "on": str(TODAY),
        "wish": "pooled",
    } | facts


def rows_of(page):
    return {row.record.pk for row in page.context["table"].paginated_rows}


def test_a_gift_is_written_down_with_its_giver(till, purse):
    page = till.post("/fund/gifts/new/", told(purse), follow=True)

    gift = Gift.objects.get()
    assert (gift.amount, gift.donor.name) == (2_050, "何善心")
    assert f"{gift.number}: ¥20.50 from 何善心 are in the purse" in page.text


def test_pressed_twice_it_is_one_gift(till, purse):
    for _ in "ab":
        till.post("/fund/gifts/new/", told(purse))

    assert Gift.objects.count() == Donor.objects.count() == 1


def test_who_gave_before_is_known_by_name_and_telephone(till, purse):
    donor = a_donor(host=purse.fund.host, name="何善心", phone="13800138000")

    till.post("/fund/gifts/new/", told(purse, phone="138 0013 8000"))

    assert Gift.objects.get().donor == donor


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"in_return": "on"}, "DN-05"),
        ({"related": "on"}, "DN-08"),
        ({"naming": "某某卷烟", "agreement": "A1"}, "DN-14"),
        ({"naming": "某某书屋"}, "DN-12"),
        ({"wish": "designated"}, "what the giver wants"),
        ({"name": ""}, "Please write the name."),
        ({"on": "2026-12-31"}, "still ahead"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_rule(till, purse, facts, says):
    page = till.post("/fund/gifts/new/", told(purse, **facts))

    assert page.status_code == 422
    assert says in page.text
    assert not Gift.objects.exists()
    assert not Donor.objects.exists()


def test_the_list_finds_a_giver_by_initials_and_a_gift_by_its_number(till, purse):
    gift = a_gift(purse=purse, donor=a_donor(host=purse.fund.host, name="何善心"))
    other = a_gift(purse=purse, how="cash")
    a_gift()

    assert rows_of(till.get("/fund/gifts/")) == {gift.pk, other.pk}
    assert rows_of(till.get("/fund/gifts/?q=hsx")) == {gift.pk}
    assert rows_of(till.get(f"/fund/gifts/?q={other.number}")) == {other.pk}
    assert rows_of(till.get("/fund/gifts/?how=cash")) == {other.pk}
    assert "2 gifts, together ¥200.00 in money." in till.get("/fund/gifts/").text


def test_a_long_list_asks_no_more_than_a_short_one(till, purse, django_assert_max_num_queries):
    for _ in range(30):
        a_gift(purse=purse)

    with django_assert_max_num_queries(18):
        till.get("/fund/gifts/")
    with django_assert_max_num_queries(14):
        till.get("/fund/givers/")


def test_what_was_given_is_drawn_month_by_month(till, purse):
    a_gift(purse=purse, amount=12_345)
    a_gift(purse=purse, amount=500, how="cash", on=TODAY.replace(month=4))

    [april, may] = till.get("/fund/gifts/").context["picture"]["rows"]

    assert (april[0], april[2]) == ("April 2026", 500)
    assert (may[0], may[2]) == ("May 2026", 12_345)


def test_a_manager_undoes_a_gift_and_says_why(client, fund, purse):
    gift = a_gift(purse=purse, amount=700)
    manager = signed_in(client, a_manager(fund))

    assert "Undo it" in manager.get(f"/fund/gifts/{gift.pk}/").text
    page = manager.post(f"/fund/gifts/{gift.pk}/undo/", {"why": "重复登记"}, follow=True).text

    assert "重复登记" in page
    assert rows_of(manager.get("/fund/gifts/?state=undone")) == {gift.pk}
    purse.refresh_from_db()
    assert purse.received == 0


def test_cash_is_paid_in_at_the_bank(till, purse):
    gift = a_gift(purse=purse, how="cash")
    assert "Pay it in" in till.get(f"/fund/gifts/{gift.pk}/").text

    told = {"slip": "B77", "on": str(TODAY)}
    page = till.post(f"/fund/gifts/{gift.pk}/pay-in/", told, follow=True).text

    assert "slip B77" in page


def test_who_takes_the_list_along_is_on_record(till, purse):
    a_gift(purse=purse)

    assert till.get("/fund/gifts/?export=csv").status_code == 200
    assert Entry.objects.filter(act="giving.export").count() == 1


def test_the_pages_of_a_gift_and_its_giver(till, purse):
    gift = a_gift(purse=purse, wish="designated", wish_words="给孩子买书")

    assert "给孩子买书" in till.get(f"/fund/gifts/{gift.pk}/").text
    assert gift.number in till.get(f"/fund/givers/{gift.donor_id}/").text
    stranger = a_gift()
    assert till.get(f"/fund/gifts/{stranger.pk}/").status_code == 404
    assert till.get(f"/fund/givers/{stranger.donor_id}/").status_code == 404


def test_a_manager_reads_and_does_not_take(client, fund):
    reader = signed_in(client, a_manager(fund))

    assert reader.get("/fund/gifts/").status_code == 200
    assert reader.get("/fund/gifts/new/").status_code == 403
