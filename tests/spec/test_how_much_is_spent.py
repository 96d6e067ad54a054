"""How much a charity spends at least in a year, and what its management may cost: the rules as a table."""

from datetime import date

import pytest

from shanqiao.apps.governing.ratios import SURE, Base, limit_for, limits, needed_by, spending_of

ON = date(2026, 7, 2)  # 183 of 365 days
M = 1_000_000_00  # a million yuan, in fen


@pytest.mark.parametrize(
    ("form", "public", "net_assets", "code", "needed", "management"),
    [
        ("foundation", True, 100 * M, "US-07", 7 * M, 10),
        ("association", True, 100 * M, "US-09", 7 * M, 13),
        ("service_org", True, 100 * M, "US-09", 7 * M, 13),
        ("foundation", False, 60 * M, "US-10a", 360_000_00 * 10, 12),
        ("foundation", False, 60 * M - 1, "US-10b", 360_000_00 * 10, 13),
        ("foundation", False, 8 * M, "US-10b", 480_000_00, 13),
        ("foundation", False, 4 * M, "US-10c", 280_000_00, 15),
        ("foundation", False, 1 * M, "US-10d", 80_000_00, 20),
        ("association", False, 10 * M, "US-11a", 600_000_00, 13),
        ("association", False, 5 * M, "US-11b", 350_000_00, 14),
        ("service_org", False, 1 * M, "US-11c", 80_000_00, 15),
        pytest.param("service_org", False, M // 2, "US-11d", 5 * M, 20, id="half of the income"),
    ],
)
def test_each_charity_has_its_limit(form, public, net_assets, code, needed, management):
    limit = limit_for(form=form, public=public, net_assets=net_assets, on=ON)
    base = Base(income=10 * M, average_income=None, net_assets=net_assets, audited=True)

    assert (limit.code, needed_by(limit, base), limit.management) == (code, needed, management)


def test_of_last_year_and_the_average_of_three_the_lower_counts():
    limit = limit_for(form="foundation", public=True, net_assets=0, on=ON)
    base = Base(income=10 * M, average_income=8 * M, net_assets=0, audited=True)

    assert needed_by(limit, base) == 5_600_000_00


def test_before_there_was_a_rule_there_is_no_limit():
    assert limit_for(form="foundation", public=True, net_assets=0, on=date(2016, 8, 31)) is None


def test_every_limit_says_where_it_stands_and_how_sure_we_are():
    assert all(limit.source and limit.sure in SURE for limit in limits())


@pytest.mark.parametrize(
    ("spent", "promised", "management", "enough", "within"),
    [
        pytest.param(4 * M, 0, 0, True, True, id="at this pace it is enough"),
        pytest.param(3 * M, 0, 0, False, True, id="at this pace it is too little"),
        pytest.param(3 * M, 4 * M, 0, True, True, id="what is promised makes it enough"),
        pytest.param(4 * M, 0, 90_000_00, True, True, id="a small management fee is free"),
        pytest.param(4 * M, 0, M, True, False, id="management costs too much"),
    ],
)
def test_a_year_is_seen_before_it_is_over(spent, promised, management, enough, within):
    limit = limit_for(form="foundation", public=True, net_assets=0, on=ON)
    base = Base(income=10 * M, average_income=None, net_assets=0, audited=True)

    year = spending_of(
        limit=limit, base=base, spent=spent, promised=promised, management=management, on=ON
    )

    assert (year.spends_enough, year.manages_within) == (enough, within)
    assert year.missing == max(0, 7 * M - spent)
    assert year.in_danger == (not (enough and within))
