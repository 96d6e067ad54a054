"""The receipts of the first host, whose team can be signed in as: most of them issued, one replaced, one void, some still waiting."""

from datetime import time, timedelta

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.receipts.actions import issue_receipt, open_book, reissue_receipt, void_receipt
from shanqiao.apps.receipts.queries import gifts_without_receipt

from .days import instant

CODE = "440101{:02d}"  # invented; the finance department gives a city its own
WAITING = 3  # gifts that have no receipt yet


def give_receipts(*, host, days):
    """For what was given until the last working day, in the order in which it was given."""
    at, year = instant(days.last_weekday, time(16, 30)), days.last_weekday.year
    told = {"by": host.team.cashier}
    open_book(host=host.organisation, year=year, code=CODE.format(year % 100), at=at, **told)
    funds = Fund.objects.filter(host=host.organisation, seats__person=host.team.cashier)
    issued = [
        issue_receipt(gift=gift, at=at + timedelta(seconds=n), **told)
        for n, gift in enumerate(list(gifts_without_receipt(funds))[:-WAITING])
    ]
    at += timedelta(seconds=len(issued))
    if len(issued) > 2:
        reissue_receipt(receipt=issued[1], why="交款人要求补充用途", remarks="助医", at=at, **told)
        void_receipt(receipt=issued[2], why="纸质票据破损", at=at, **told)


def give_receipts(*, host, opened, days):
    """At the host whose team can be signed in as.

    Args:
        opened: purses, of which the first of this host that holds money takes the gifts.
    """
    at, year = instant(days.last_weekday, time(11, 20)), days.last_weekday.year
    purse = next(
        one.purse
        for one in opened
        if one.purse.fund.host_id == host.organisation.pk and is_cash(one.pattern.kinds[0])
    )
    by = host.team.cashier
    open_book(host=host.organisation, year=year, code=CODE.format(year % 100), by=by, at=at)
    neighbour, company, _waiting = (
        take_gift_from(
            giver={"shown": Donor.Shown.NAMED, "phone": "", "uscc": "", **giver},
            purse=purse,
            amount=yuan * YUAN,
            how=Gift.How.BANK,
            wish=Gift.Wish.DESIGNATED if wish else Gift.Wish.POOLED,
            wish_words=wish,
            key=f"demonstration giver {n}",
            by=by,
            at=at,
        )
        for n, (giver, yuan, wish) in enumerate(
            [
                (
                    {"kind": PERSON, "name": "陈街坊", "phone": "020-00004321"},
                    200,
                    "帮补独居长者看病",
                ),
                (
                    {
                        "kind": ENTERPRISE,
                        "name": "善邻餐饮（示例）",
                        "uscc": credit_code(form="company", n=990_001),
                    },
                    5_000,
                    "",
                ),
                ({"kind": PERSON, "name": "李街坊", "phone": "020-00008765"}, 20, ""),
            ]
        )
    )
    issue_receipt(gift=neighbour, by=by, at=at)
    wrong = issue_receipt(gift=company, payer="善邻餐厅（示例）", by=by, at=at)
    reissue_receipt(receipt=wrong, why="交款人名称写错", payer=company.donor.name, by=by, at=at)
