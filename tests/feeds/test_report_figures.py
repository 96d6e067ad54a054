"""The figures behind the pictures of a summary, counted by hand beside them."""

from __future__ import annotations

import polars as pl

from shanqiao.feeds.plan_files.report._figures import by_group, by_kind, flows, met
from shanqiao.feeds.plan_files.report._names import district_name
from shanqiao.feeds.plan_files.report._numbers import amount, amount_in_short, percent

NEEDS = pl.DataFrame(
    [
        ("a", "p1", "meal", "", 10, 2, "440103001", 70, "dibao"),
        ("b", "p1", "cash_living", "", 1000, 0, "440103001", 70, "dibao"),
        ("c", "p2", "cash_living", "", 1000, 500, "440104001", None, "none"),
    ],
    schema=["need", "person", "kind", "item", "quantity", "covered", "street", "age", "hardship"],
    orient="row",
)
KINDS = pl.DataFrame(
    {"kind": ["meal", "cash_living"], "unit": ["meal", "fen"], "is_cash": [False, True]}
)
MATCHES = pl.DataFrame(
    [("a", "r1", 3), ("a", "r2", 5), ("b", "r3", 499)],
    schema=["need", "resource", "quantity"],
    orient="row",
)


def test_each_need_knows_what_it_got_and_what_is_missing() -> None:
    needs = met(NEEDS, MATCHES)

    assert needs.select("need", "planned", "missing", "basic", "whole").rows() == [
        ("a", 8, 0, True, True),
        ("b", 499, 501, False, False),
        ("c", 0, 500, True, False),
    ]


def test_kinds_add_up_in_their_own_unit() -> None:
    kinds = by_kind(met(NEEDS, MATCHES), KINDS)

    assert kinds.select(
        "kind", "people", "quantity", "covered", "planned", "missing", "unit"
    ).rows() == [
        ("cash_living", 2, 2000, 500, 499, 1001, "fen"),
        ("meal", 1, 10, 2, 8, 0, "meal"),
    ]


def test_groups_count_needs_and_hardships_stand_from_light_to_grave() -> None:
    groups = by_group(met(NEEDS, MATCHES), "hardship")

    assert groups.rows() == [("none", 1, 1, 1, 0, 0.5), ("dibao", 2, 1, 1, 1, 0.7495)]


def test_ages_are_counted_in_groups_and_who_has_none_is_not_lost() -> None:
    groups = by_group(met(NEEDS, MATCHES), "age_group")

    assert groups.rows() == [("60-79", 2, 1, 1, 1, 0.7495), ("unknown", 1, 1, 1, 0, 0.5)]


def test_flows_name_the_largest_funders_and_put_the_rest_together() -> None:
    many = pl.DataFrame(
        {"resource": [f"r{i}" for i in range(12)], "funder": [f"f{i:02}" for i in range(12)]}
    )
    needs = pl.DataFrame({"need": ["a"], "kind": ["meal"]})
    matches = pl.DataFrame(
        {"need": ["a"] * 12, "resource": many["resource"], "quantity": range(1, 13)}
    )

    rows = flows(matches, needs, many, KINDS).rows()

    assert rows[0] == ("meal", "f11", "meal", 12)
    assert rows[-1] == ("meal", "", "meal", 1 + 2)
    assert len(rows) == 11


def test_money_is_shown_in_yuan_and_never_in_fen() -> None:
    assert amount(123_450, "fen") == ("¥1,234.50", "1234.50")
    assert amount(500_000, "fen") == ("¥5,000", "5000")
    assert amount(500_000, "meal") == ("500,000", "500000")
    assert amount_in_short(12_345_600, "fen").zh == "¥12.3万"
    assert amount_in_short(12_345_600_000, "fen").en == "¥123.5m"
    assert percent(1, 3) == ("33.3%", "33.3")
    assert percent(1, 0).shown == "–"


def test_districts_have_their_names_in_both_languages() -> None:
    assert district_name("440103") == ("荔湾区", "Liwan")
    assert district_name("440114") == ("花都区", "Huadu")
    assert district_name("420100") == ("武汉市（区未知）", "Wuhan (district not known)")
    assert district_name("999999") == ("999999", "999999")
