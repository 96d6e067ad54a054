"""A cashier before the pages of one account and one purse of a fund."""

import pytest

from tests.factories import a_bank_account, a_cashier, a_fund, a_purse


@pytest.fixture
def fund():
    return a_fund()


@pytest.fixture
def desk(client, fund):
    client.force_login(a_cashier(fund))
    return client


@pytest.fixture
def account(fund):
    return a_bank_account(host=fund.host, name="工行")


@pytest.fixture
def purse(fund):
    return a_purse(fund=fund, received=0)
