"""A share, an insurance and a charitable trust, given to the fund one can sign in as."""

from datetime import time, timedelta

from shanqiao.apps.funds.actions import open_purse
from shanqiao.apps.giving.actions import register_donor, take_gift
from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.holdings.actions import accept_holding, receive_income, value_holding
from shanqiao.apps.holdings.linking import agree_on_link, write_linked_month
from shanqiao.apps.holdings.models import Holding, HoldingEvent, LinkedAgreement
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.trusts.actions import file_trust_change, sign_trust
from shanqiao.apps.trusts.models import Trust

from .days import DAY, instant, weekday
from .numbers import credit_code
from .purses import YUAN

Basis = HoldingEvent.Basis


def tell_of_property(*, days, purse, team):
    """An enterprise gives shares that pay a dividend, sells an insurance that gives, and founds a trust.

    Args:
        purse: one in money of a fund.
        team: who decides for it.
    """
    begun = instant(weekday(days.last_weekday - 60 * DAY), time(10, 10))
    donor = register_donor(
        host=purse.fund.host,
        kind=Donor.Kind.ENTERPRISE,
        name="同心科技有限公司（演示）",
        uscc=credit_code(form=purse.fund.host.form, n=9_001),
        phone="02000000001",
        by=team.managers[0],
        at=begun,
    )
    _a_share(donor, purse.fund, team, begun)
    _an_insurance(donor, purse, team, begun)
    _a_trust(donor, purse.fund, team, begun)


def _a_purse(fund, team, at, name, name_en):
    return open_purse(
        fund=fund,
        name=name,
        name_en=name_en,
        kinds=[Kind.CASH_MEDICAL],
        valid_from=at.date(),
        valid_to=at.date() + 5 * 365 * DAY,
        by=team.managers[0],
        at=at,
    )


def _a_share(donor, fund, team, begun):
    purse = _a_purse(
        fund, team, begun, "同心股权收益（演示）", "Income of One Heart shares (demonstration)"
    )
    holding = accept_holding(
        donor=donor,
        purse=purse,
        kind=Holding.Kind.EQUITY,
        name="同心科技有限公司股权（演示）",
        issuer="同心科技有限公司（演示）",
        unit="股",
        quantity=20_000,
        value=200_000 * YUAN,
        basis=Basis.APPRAISER,
        words="演示资产评估报告〔2026〕12号",
        appraisal_cost=6_000 * YUAN,
        appraisal_paid=HoldingEvent.PaidBy.DONOR,
        custodian="市场主体登记机关（演示）",
        on=begun.date(),
        key="demonstration share",
        by=team.managers[0],
        at=begun,
    )
    later = {"holding": holding, "by": team.managers[0]}
    after = instant(weekday((begun + 20 * DAY).date()), time(10, 10))
    value_holding(
        value=186_000 * YUAN,
        basis=Basis.NET_ASSETS,
        words="季度财务报表，按份额计算",
        on=after.date(),
        key="demonstration value",
        at=after,
        **later,
    )
    after = instant(weekday((begun + 30 * DAY).date()), time(10, 10))
    receive_income(
        amount=3_000 * YUAN,
        words="股东会分红决议，银行回单",
        on=after.date(),
        key="demonstration dividend",
        at=after,
        **later,
    )


def _an_insurance(donor, purse, team, begun):
    first = (begun - 31 * DAY).date().replace(day=1)
    agreement = agree_on_link(
        purse=purse,
        donor=donor,
        kind=LinkedAgreement.Kind.PREMIUM,
        name="邻里互助意外险（演示）",
        rate=5_000,
        signed_on=first,
        valid_from=first,
        valid_to=first.replace(year=first.year + 1),
        by=team.managers[0],
        at=begun,
    )
    write_linked_month(
        agreement=agreement,
        month=first,
        base=184_000 * YUAN,
        received=920 * YUAN,
        reference="演示回单 0001",
        on=begun.date(),
        by=team.managers[0],
        at=begun + timedelta(minutes=20),
    )


def _a_trust(donor, fund, team, begun):
    at = begun + timedelta(hours=1)
    own = _a_purse(
        fund, team, at, "同心助医信托资金（演示）", "One Heart trust purse (demonstration)"
    )
    trust = sign_trust(
        name=f"同心{begun.year}助医慈善信托",
        name_en=f"One Heart {begun.year} medical aid trust",
        settlor=donor,
        purse=own,
        purpose=Trust.Purpose.CARE,
        beneficiaries="患大病、医疗费用负担重的困难家庭成员",
        supervisor="演示律师事务所",
        signed_on=begun.date(),
        by=team.managers[0],
        at=at,
    )
    filed = instant(weekday((at + 3 * DAY).date()), at.time())
    file_trust_change(
        change=trust.changes.get(),
        number="演示慈信备〔2026〕3号",
        on=filed.date(),
        by=team.managers[0],
        at=filed,
    )
    take_gift(
        donor=donor,
        purse=own,
        amount=50_000 * YUAN,
        how=Gift.How.BANK,
        key="demonstration trust",
        at=filed + timedelta(hours=1),
        by=team.managers[0],
    )
