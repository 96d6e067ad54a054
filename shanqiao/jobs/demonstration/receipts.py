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
