"""The chart of accounts and the lines of the statements are whole: no account without a line, no line twice."""

from collections import Counter

import pytest

from shanqiao.data.chart import account_in_chart, cash_lines, chart, lines

ELEMENTS = {"asset", "liability", "net_restricted", "net_unrestricted", "income", "cost"}
BY_RULE = {"released", "corrected", "change"}  # the statement itself says how these are counted


def test_every_account_adds_to_a_line_of_its_statement():
    for account in chart().values():
        statement = "activities" if account.element in ("income", "cost") else "balance"
        of_its_own = {line.key for line in lines(statement) if not line.adds}

        assert account.element in ELEMENTS and account.side in ("debit", "credit")
        assert account.evidence in ("two", "one", "memory")
        assert account.name and account.name_en
        assert account.statement in of_its_own, account


@pytest.mark.parametrize("statement", ["balance", "activities", "cash"])
def test_every_line_is_added_up_once_at_most(statement):
    keys = [line.key for line in lines(statement)]
    added = Counter(key for line in lines(statement) for key in line.adds)

    assert len(keys) == len(set(keys))
    assert set(added) <= set(keys)
    assert max(added.values()) == 1


def test_assets_and_liabilities_with_net_assets_hold_every_account():
    def below(key):
        line = next(line for line in lines("balance") if line.key == key)
        return set().union(*(below(part) for part in line.adds)) if line.adds else {key}

    for account in chart().values():
        match account.element:
            case "asset":
                assert account.statement in below("assets")
            case "liability":
                assert account.statement in below("liabilities")
            case "net_restricted" | "net_unrestricted":
                assert account.statement in below("net_assets")


def test_all_but_money_itself_has_a_line_in_the_cash_flow_statement():
    known = {line.key for line in lines("cash") if not line.adds}
    used = {account.statement for account in chart().values()} - {"cash"}

    assert set(cash_lines()) == used
    assert {
        key for line in cash_lines().values() for key in (line.money_in, line.money_out)
    } <= known


def test_lines_of_activities_are_income_costs_or_follow_from_them():
    added = {key for line in lines("activities") for key in line.adds}
    totals = {line.key for line in lines("activities") if line.adds}

    assert {line.key for line in lines("activities")} - added - totals == BY_RULE


def test_a_finer_account_belongs_to_the_one_above():
    assert account_in_chart("140101") == account_in_chart("1401")
    with pytest.raises(KeyError):
        account_in_chart("9999")
