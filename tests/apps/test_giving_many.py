"""Gifts taken many at a time are those that would be taken one by one."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shanqiao.apps.books.models import Posting
from shanqiao.apps.giving import taking
from shanqiao.apps.giving.actions import take_gift, take_gift_from
from shanqiao.apps.giving.models import Donor, Gift, Match
from shanqiao.apps.giving.pledging import owed_by
from shanqiao.apps.giving.taking import CannotRegisterDonor, CannotTakeGift, Told, take_gifts
from shanqiao.apps.record.models import Entry
from tests.factories import NOON, TODAY, a_cashier, a_purse
from tests.giving import a_certified_host, a_fund, a_matching, an_enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse():
    return a_purse(fund=a_fund(host=a_certified_host()), received=0)


def told(purse, n=0, *, name="何善心", phone="", kind="person", uscc="", **facts):
    giver = {"kind": kind, "name": name, "phone": phone, "uscc": uscc}
    about = {"amount": 100 + n, "how": "bank", "key": f"many {n}", "on": TODAY}
    return Told(purse=purse, giver=giver, **(about | facts))


def written(host):
    """What stands in the tables of a charity, whatever the numbers of its rows."""
    gifts = Gift.objects.filter(donor__host=host).order_by("key")
    of_gifts = ("key", "how", "amount", "unit", "wish", "waives_receipt", "on", "at", "by")
    postings = Posting.objects.filter(pk__in=gifts.values("posting")).order_by("amount", "about")
    donors = Donor.objects.filter(host=host)
    return (
        list(gifts.values_list(*of_gifts, "donor__name", "donor__uscc", "purse__name")),
        list(postings.values_list("amount", "kind", "about", "on", "at", "debit__number")),
        sorted(donors.values_list("kind", "name", "uscc", "phone_token", "shown", "told_at")),
        sorted(Entry.objects.filter(at=NOON).values_list("act", "by", "why")),
    )


def some_of_each(purse, enterprise):
    phone = "13800138000"
    return [
        told(purse, 1),
        told(purse, 2, name="何善心"),  # a name alone is nobody: a giver of their own
        told(purse, 3, name="李爱心", phone=phone),
        told(purse, 4, name="李爱心", phone=f"+86 {phone}", on=TODAY - timedelta(days=3)),
        told(purse, 5, kind="anonymous", name=""),
        told(purse, 6, kind="anonymous", name="", how="cash"),
        told(purse, 7, kind="enterprise", name="又名", uscc=enterprise.uscc.lower()),
        told(purse, 8, wish="designated", wish_words=" 给孩子买书 "),
        told(purse, 9, how="platform", platform="tencent"),
    ]


def test_many_at_a_time_write_what_one_by_one_would(purse):
    by, enterprise = a_cashier(purse.fund), an_enterprise(host=purse.fund.host)
    all_told = some_of_each(purse, enterprise)

    with transaction.atomic():
        assert all(isinstance(g, Gift) for g in take_gifts(told=all_told, by=by, at=NOON))
        together = written(purse.fund.host)
        transaction.set_rollback(True)
    for one in all_told:
        facts = {name: getattr(one, name) for name in Told.__dataclass_fields__}
        facts.pop("donor")
        take_gift_from(by=by, at=NOON, **facts)

    assert written(purse.fund.host) == together
    purse.refresh_from_db()
    assert purse.received == sum(one.amount for one in all_told)


def test_what_is_refused_says_why_and_the_others_are_taken(purse):
    a_gift_before = take_gift_from(
        giver={"kind": "person", "name": "王五"},
        purse=purse, amount=7, how="bank", key="many 6", at=NOON,
    )  # fmt: skip
    host = purse.fund.host

    outcomes = take_gifts(
        told=[
            told(purse, 0),
            told(purse, 1, amount=0),
            told(purse, 2, on=TODAY + timedelta(days=1)),
            told(purse, 3, wish="designated"),  # said by the database
            told(purse, 4, name="短", phone="123"),
            told(purse, 5, how="platform"),
            told(purse, 6),
            told(purse, 7, platform="tencent"),  # said by the database
            told(purse, 8),
            told(purse, 8, amount=9),
        ],
        at=NOON,
    )

    says = [str(one) if isinstance(one, Exception) else one.amount for one in outcomes]
    assert [says[0], says[8]] == [100, 108]
    for n, words in {
        1: "more than nothing", 2: "still ahead", 3: "what the giver wants", 4: "too short",
        5: "designated platform", 6: a_gift_before.number, 7: "names one", 9: outcomes[8].number,
    }.items():  # fmt: skip
        assert words in says[n], n
    assert isinstance(outcomes[4], CannotRegisterDonor)
    assert Gift.objects.count() == Donor.objects.filter(host=host).count() == 3
    purse.refresh_from_db()
    assert purse.received == 100 + 108 + 7


def test_a_giver_of_a_refused_gift_is_not_written_down(purse):
    phone = "13800138000"

    refused, taken = take_gifts(
        told=[told(purse, 1, phone=phone, wish="designated"), told(purse, 2, phone=phone)], at=NOON
    )

    assert isinstance(refused, CannotTakeGift)
    assert list(Donor.objects.filter(host=purse.fund.host)) == [taken.donor]
    assert Entry.objects.filter(act="giving.register_donor").count() == 1


def test_the_same_again_is_the_same_gifts(purse):
    phone = "13800138000"
    some = [told(purse, n, phone=phone) for n in range(5)]

    first, second = (take_gifts(told=some, at=NOON) for _ in "ab")

    assert first == second
    purse.refresh_from_db()
    assert (Gift.objects.count(), purse.received) == (5, 510)


def test_employers_add_to_each_gift_of_many_up_to_their_caps():
    employer, people = a_matching(person_cap=10_000, total_cap=15_000)
    gifts = [
        Told(purse=employer.purse, donor=donor, amount=6_000, how="bank", key=f"m{n}", on=TODAY)
        for n, donor in enumerate(people * 2)
    ]

    take_gifts(told=gifts, at=NOON)

    assert owed_by(employer=employer) == 15_000
    assert sorted(Match.objects.values_list("amount", flat=True)) == [3_000, 6_000, 6_000]


def test_a_gift_before_an_employee_s_first_day_is_not_added_to():
    employer, [person, _other] = a_matching()
    about = {"purse": employer.purse, "donor": person, "amount": 100, "how": "bank", "at": NOON}

    take_gift(key="before", on=TODAY - timedelta(days=1), **about)
    take_gift(key="then", on=TODAY, **about)

    assert Match.objects.get().to.key == "then"


def test_a_hundred_gifts_ask_no_more_than_ten(purse):
    def queries(count, tag):
        some = [
            told(purse, n, name=f"善人{n}", phone=f"139{n:08d}", key=f"{tag} {n}")
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            take_gifts(told=some, at=NOON)
        return len(asked)

    few, many = queries(10, "few"), queries(100, "many")

    assert many <= few


def test_goods_and_money_may_come_together(purse):
    pieces = a_purse(fund=purse.fund, kinds=["goods"], item="冬被", received=0)

    money, other, goods = take_gifts(
        told=[told(purse, 1), told(purse, 2), told(pieces, 3, how="goods")], at=NOON
    )

    assert [one.unit for one in (money, other, goods)] == ["fen", "fen", "piece"]
    assert Posting.objects.get(pk=goods.posting).amount == goods.amount


def test_one_bad_row_of_many_costs_few_attempts(purse, monkeypatch):
    tried = []
    whole = taking._write_all
    monkeypatch.setattr(
        taking, "_write_all", lambda told, **at: tried.append(len(told)) or whole(told, **at)
    )
    some = [told(purse, n, wish="designated" if n == 40 else "pooled") for n in range(64)]

    outcomes = take_gifts(told=some, at=NOON)

    assert [n for n, one in enumerate(outcomes) if isinstance(one, Exception)] == [40]
    assert len(tried) == 13  # the whole, and two halves six times
