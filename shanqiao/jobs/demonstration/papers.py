"""An invented agreement with an enterprise, the charity sale it was about, and a giver who still waits for one."""

from datetime import time

from shanqiao.apps.files.actions import keep_document
from shanqiao.apps.giving.actions import known_or_registered, take_gift
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.giving.papers import (
    ask_for_agreement,
    publish_event_result,
    register_event,
    sign_agreement,
)

from .days import DAY, instant
from .evidence import signed_sheet
from .givers import an_enterprise
from .purses import YUAN


def tell_of_papers(*, purse, team, on):
    """A sale two weeks ago, agreed before and published after; and a wish of some days ago."""
    host, sold_on = purse.fund.host, on - 14 * DAY
    before, after = instant(sold_on - 9 * DAY, time(10)), instant(sold_on + 3 * DAY, time(10))
    organiser = known_or_registered(host=host, at=before, by=team.cashier, **an_enterprise(2))
    name = "演示-捐赠协议-1"
    agreement = sign_agreement(
        donor=organiser,
        number=name,
        kind="人民币",
        quantity="街坊义卖所得的八成",
        quality="现金",
        use="本基金救助",
        delivery="义卖结束后三日内转账",
        signed_on=sold_on - 10 * DAY,
        document=keep_document(
            name=f"{name}.png", content=signed_sheet(name), by=team.cashier, at=before
        ),
        by=team.cashier,
        at=before,
    )
    event = register_event(
        purse=purse,
        agreement=agreement,
        kind="sale",
        name="街坊义卖（演示）",
        starts_on=sold_on,
        ends_on=sold_on,
        by=team.cashier,
        at=before,
    )
    gift = take_gift(
        donor=organiser,
        purse=purse,
        amount=2_400 * YUAN,
        how=Gift.How.BANK,
        key="demonstration gift of a charity sale",
        agreement=name,
        by=team.cashier,
        at=after,
    )
    publish_event_result(event=event, brought=3_000 * YUAN, gift=gift, by=team.cashier, at=after)
    waiting = known_or_registered(host=host, at=after, by=team.cashier, **an_enterprise(3))
    ask_for_agreement(donor=waiting, at=instant(on - 4 * DAY, time(10)), by=team.cashier)
