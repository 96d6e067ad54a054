"""A month in which people were helped, for what is published of it."""

from datetime import date, timedelta

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

MAY = date(2026, 5, 1)
JUNE_1 = NOON + timedelta(days=26)
YUEXIU = {"code": "440104001", "name": "洪桥街道", "name_en": "Hongqiao Subdistrict"}


def help_people(
    number,
    *,
    kind="cash_medical",
    street=None,
    count=10_000,
    fund=None,
    at=NOON,
    paid_at=None,
    **conditions,
):
    """So many residents of a street each receive something of one kind from one fund."""
    fund = fund or a_fund()
    purse = a_purse(fund=fund, kinds=(kind,), received=100_000_000, **conditions)
    worker = a_social_worker(station=a_station(street=street or a_street()))
    manager, cashier = a_manager(fund), a_cashier(fund)
    payments = []
    for _ in range(number):
        need = an_assessed_need(worker=worker, kind=kind, needed=count)
        proposal = a_proposal(need=need, purse=purse, count=count)
        grant = a_grant(proposal=proposal, manager=manager, at=at)
        payments.append(a_payment(grant=grant, cashier=cashier, at=paid_at or at))
    return payments
