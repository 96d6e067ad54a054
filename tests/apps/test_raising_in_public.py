"""What is raised in public is raised under a certificate, and online on designated platforms alone."""

from datetime import date, timedelta

import pytest

from shanqiao.apps.giving.actions import CannotTakeGift
from shanqiao.apps.giving.boxes import CannotUseBox, open_box, seal_box, sign_sheet
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.registry.actions import withdraw_certificate
from shanqiao.data.platforms import platforms
from shanqiao.stories.checks import run_checks
from tests.apps.test_giving_in_kind import goods
from tests.factories import NOON, TODAY, a_fund, a_host, a_purse
from tests.giving import a_box, a_certified_host, a_gift, two_of

pytestmark = pytest.mark.django_db


def a_purse_under(host, **facts):
    return a_purse(fund=a_fund(host=host, kind="programme"), received=0, **facts)


def withdrawn(host, on):
    [certificate] = host.fundraising_certificates.all()
    withdraw_certificate(certificate=certificate, on=on, why="〔2026〕1号", at=NOON)


@pytest.mark.parametrize(
    "facts", [{"how": "platform", "platform": "gylm"}, {"how": "cash", "in_public": True}]
)
def test_a_gift_raised_in_public_asks_for_the_certificate_of_its_day(facts):
    purse = a_purse_under(a_certified_host(valid_from=TODAY))

    assert a_gift(purse=purse, **facts) in Gift.objects.raised_in_public()
    with pytest.raises(CannotTakeGift, match=r"no qualification .* on 2026-05-05. \(FR-01"):
        a_gift(purse=purse, on=TODAY - timedelta(days=1), **facts)


def test_a_certificate_that_was_withdrawn_is_none():
    host = a_certified_host()
    withdrawn(host, TODAY)
    purse = a_purse_under(host)

    with pytest.raises(CannotTakeGift, match="FR-01"):
        a_gift(purse=purse, in_public=True)
    box = a_box(purse=purse)
    by, beside = two_of(box)
    with pytest.raises(CannotUseBox, match="FR-01"):
        seal_box(box=box, number="1", by=by, beside=beside, at=NOON)


def test_a_gift_of_ones_own_accord_asks_for_none():
    purse = a_purse_under(a_host(certificate=False))

    assert a_gift(purse=purse).pk


def test_goods_given_at_an_event_ask_for_one():
    purse = a_purse_under(a_host(certificate=False), kinds=["goods"], item="冬被")

    with pytest.raises(CannotTakeGift, match="FR-01"):
        goods(purse=purse, in_public=True)


def test_what_lay_in_a_box_is_counted_also_when_the_certificate_ended_meanwhile():
    box = a_box()
    by, beside = two_of(box)
    two = {"by": by, "beside": beside}
    seal = seal_box(box=box, number="1", at=NOON, **two)
    withdrawn(box.point.purse.fund.host, TODAY + timedelta(days=2))
    later = NOON + timedelta(days=5)
    opening = open_box(seal=seal, intact=True, at=later, **two)

    sign_sheet(opening=opening, by=two["by"], at=later, yuan_10=3)
    _sheet, tally = sign_sheet(opening=opening, by=two["beside"], at=later, yuan_10=3)

    assert tally.gift.amount == 3_000


@pytest.mark.parametrize(
    ("platform", "on", "says"),
    [
        ("", TODAY, "Say by which designated platform"),
        ("nobody", TODAY, "Say by which designated platform"),
        ("bytedance", date(2021, 11, 14), "字节跳动公益 was no designated platform on 2021-11-14"),
        ("bytedance", date(2021, 11, 15), None),
        ("own", TODAY, None),
    ],
)
def test_online_money_is_raised_on_designated_platforms_and_ones_own_site(platform, on, says):
    purse = a_purse_under(a_certified_host(valid_from=date(2020, 1, 1)))

    if says is None:
        assert a_gift(purse=purse, how="platform", platform=platform, on=on).platform == platform
    else:
        with pytest.raises(CannotTakeGift, match=says) as refused:
            a_gift(purse=purse, how="platform", platform=platform, on=on)
        assert "FR-10: 慈善法 第27条" in str(refused.value)


def test_only_what_came_by_a_platform_names_one():
    with pytest.raises(CannotTakeGift, match="came by a platform"):
        a_gift(how="bank", platform="gylm")


def test_every_platform_says_since_when_and_how_sure_we_are():
    assert len(platforms()) == 30
    assert {platform.sure for platform in platforms().values()} == {"press", "memory"}
    assert not platforms()["didi"].designated(date(2018, 4, 18))


def test_a_withdrawal_that_is_entered_later_shows_what_was_raised_without_one():
    host = a_certified_host()
    a_gift(purse=a_purse_under(host), in_public=True)
    [before] = [r for r in run_checks(at=NOON) if r.check.code == "raised_under_certificate"]
    withdrawn(host, TODAY - timedelta(days=3))

    [after] = [r for r in run_checks(at=NOON) if r.check.code == "raised_under_certificate"]

    assert (before.holds, before.looked_at) == (True, 1)
    assert (after.holds, after.how_many) == (False, 1)
