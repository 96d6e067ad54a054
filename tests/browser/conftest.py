import os

import pytest

from tests.browser.running import HOW_TO_GET_IT, a_city, browser, chromium
from tests.browser.walking import Visitor


def pytest_collection_modifyitems(items):
    """Without a Chromium browser tests are left out, and said so; everyday runs have none of them."""
    here = [item for item in items if "tests/browser/" in str(item.path).replace("\\", "/")]
    for item in here:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.thorough)  # a whole city is made for them
        if not chromium() and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason=f"there is no Chromium ({HOW_TO_GET_IT})"))


# Not for the whole session: while a browser is held, Django believes its thread to be asynchronous.
@pytest.fixture(scope="package")
def chrome():
    with browser() as running:
        yield running


# one for each worker, however many of these files it is given
@pytest.fixture(scope="session")
def city():
    with a_city() as running:
        yield running


@pytest.fixture
def visitor(chrome, city):
    """Open pages as somebody: ``visitor("fund_manager", language="en", width=390)``."""
    opened = []

    def enter(desk=None, **kind):
        somebody = Visitor(chrome, city, desk=desk, **kind)
        opened.append(somebody)
        return somebody

    yield enter
    for somebody in opened:
        somebody.leave()


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """A folder in which every page that was seen is kept, to be checked together."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def met():
    """The names of the views that were seen."""
    return set()


@pytest.fixture(scope="module")
def known():
    """Of what the pages of each view were built that were seen."""
    return {}
