"""Three gifts with their givers, and what became of their receipts: one good, one replaced, one still to be issued."""

from datetime import time

from shanqiao.apps.giving.actions import take_gift_from
from shanqiao.apps.giving.models import Donor, Gift
from shanqiao.apps.needs.kinds import is_cash
from shanqiao.apps.receipts.actions import issue_receipt, open_book, reissue_receipt

from .days import instant
from .numbers import credit_code
from .purses import YUAN

CODE = "440101{:02d}"  # invented; the finance department gives a city its own
PERSON, ENTERPRISE = Donor.Kind.PERSON, Donor.Kind.ENTERPRISE


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
