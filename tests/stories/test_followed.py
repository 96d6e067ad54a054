from datetime import timedelta

import pytest

from shanqiao.apps.books.actions import reverse
from shanqiao.apps.books.models import Posting
from shanqiao.stories.followed import followed
from tests.factories import (
    NOON,
    a_cashier,
    a_fund,
    a_grant,
    a_manager,
    a_payment,
    a_proposal,
    a_purse,
    a_social_worker,
    a_station,
    a_street,
    an_assessed_need,
)
from tests.giving import a_gift

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


def help_from(purse, people, *, count=1_000, at=NOON, street=None, kind="cash_medical"):
    """So many people receive something from a purse."""
    worker = a_social_worker(station=a_station(street=street or a_street()))
    manager, cashier = a_manager(purse.fund), a_cashier(purse.fund)
    for _ in range(people):
        need = an_assessed_need(worker=worker, kind=kind, needed=count)
        proposal = a_proposal(need=need, purse=purse, count=count)
        a_payment(grant=a_grant(proposal=proposal, manager=manager, at=at), cashier=cashier, at=at)


def told(story):
    return [(part.kind, part.amount, part.people) for part in story.told]


def test_what_is_not_used_is_told_as_that():
    gift = a_gift(amount=2_000)

    story = followed(gift, at=TOMORROW)

    assert (story.used, story.unused, story.gone_back, story.told) == (0, 2_000, 0, ())


def test_help_to_nine_people_is_a_sum_and_nothing_more():
    gift = a_gift(amount=20_000)
    help_from(gift.purse, 9)

    story = followed(gift, at=TOMORROW)

    assert (story.untold, story.unused, story.met) == (9_000, 11_000, 0)
    assert story.told == ()


def test_help_to_ten_people_is_told_with_its_kind():
    gift = a_gift(amount=20_000)
    help_from(gift.purse, 12)

    story = followed(gift, at=TOMORROW)

    assert told(story) == [("cash_medical", 12_000, 10)]  # twelve, rounded down
    assert (story.untold, story.unused, story.met) == (0, 8_000, 10)
    assert [str(district) for district in story.told[0].districts] != []


def test_a_small_gift_is_told_with_the_crowd_around_it():
    gift = a_gift(amount=2_000)
    a_gift(purse=gift.purse, donor=gift.donor, amount=50_000)
    help_from(gift.purse, 10)

    story = followed(gift, at=TOMORROW)

    assert told(story) == [("cash_medical", 2_000, 10)]
    assert story.met == 0  # it met two, which nobody is told


def test_what_is_paid_today_waits_for_midnight():
    gift = a_gift(amount=20_000)
    help_from(gift.purse, 10)

    assert followed(gift, at=NOON + timedelta(hours=1)).told == ()


def test_a_crowd_that_was_told_never_changes():
    gift = a_gift(amount=40_000)
    help_from(gift.purse, 10)
    before = followed(gift, at=TOMORROW)
    help_from(gift.purse, 3, at=TOMORROW)

    after = followed(gift, at=TOMORROW + timedelta(days=1))

    assert after.told == before.told
    assert (before.untold, after.untold) == (0, 3_000)


def test_a_district_is_named_only_with_ten_people():
    gift = a_gift(amount=40_000)
    help_from(gift.purse, 8)
    help_from(
        gift.purse,
        4,
        street=a_street(code="440104001", name="洪桥街道", name_en="Hongqiao Subdistrict"),
    )

    [part] = followed(gift, at=TOMORROW).told

    assert (part.people, part.districts) == (10, ())


def test_kinds_are_crowds_of_their_own():
    purse = a_purse(received=0, kinds=("cash_medical", "cash_education"))
    gift = a_gift(purse=purse, amount=40_000)
    help_from(purse, 10)
    help_from(purse, 9, kind="cash_education")

    story = followed(gift, at=TOMORROW)

    assert told(story) == [("cash_medical", 10_000, 10)]
    assert story.untold == 9_000


def test_what_was_given_back_is_told_as_that():
    gift = a_gift(amount=2_000)
    reverse(
        posting=Posting.objects.get(pk=gift.posting),
        key="back",
        about="giving.gift:1",
        amount=500,
        at=NOON,
    )

    story = followed(gift, at=TOMORROW)

    assert (story.gone_back, story.unused, story.used) == (500, 1_500, 0)


def test_what_came_back_from_a_use_is_followed_on():
    gift = a_gift(amount=2_000)
    fund = gift.purse.fund
    payment = a_payment(
        grant=a_grant(purse=gift.purse, count=1_500, manager=a_manager(fund)),
        cashier=a_cashier(fund),
    )
    use = Posting.objects.get(about=f"grant:{payment.grant_id}")
    reverse(posting=use, key="refund", about=use.about, amount=400, at=NOON)

    story = followed(gift, at=TOMORROW)

    assert (story.untold, story.unused) == (1_100, 900)


def test_everything_adds_up_to_the_gift():
    gift = a_gift(amount=15_000)
    help_from(gift.purse, 13)

    story = followed(gift, at=TOMORROW)

    parts = sum(part.amount for part in story.told) + story.untold + sum(story.other.values())
    assert parts + story.unused + story.gone_back == story.amount


def test_the_questions_are_few_however_many_were_helped(django_assert_max_num_queries):
    gift = a_gift(amount=40_000)
    help_from(gift.purse, 15)

    with django_assert_max_num_queries(8):
        followed(gift, at=TOMORROW)


def test_a_movement_of_goods_is_followed_like_money():
    fund = a_fund()
    purse = a_purse(fund=fund, received=0, kinds=("meal",))
    gift = a_gift(purse=purse, amount=30, how="goods")
    help_from(purse, 10, count=2, kind="meal")

    assert told(followed(gift, at=TOMORROW)) == [("meal", 20, 10)]
