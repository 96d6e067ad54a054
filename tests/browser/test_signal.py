"""The signal goes and comes while somebody reaches for a field: what they are about to touch stays where it was."""

import pytest

from tests.browser.walking import Visitor

FORM = "/station/register/new/"
SHOWN = "[data-phone-shown]"
PLACE = "name => Math.round(document.querySelector(`[name='${name}']`).getBoundingClientRect().top)"
SEEN = """shown => {
  const { top, bottom } = document.querySelector(shown).getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}"""


@pytest.fixture(scope="module")
def phone(chrome, city):
    somebody = Visitor(chrome, city, desk="station", number=1, language="en", width=390)
    yield somebody
    somebody.leave()


@pytest.fixture(params=[0, 150], ids=["at-the-top", "further-down"])
def open_form(phone, request):
    """A phone with a long form open, scrolled down by so many pixels."""
    phone.go(FORM)
    phone.settle()
    phone.page.evaluate("far => window.scrollTo(0, far)", request.param)
    yield phone
    phone.window.set_offline(False)


def place(phone):
    return phone.page.evaluate(PLACE, "resident-name")


def test_a_field_stays_under_the_finger_when_the_signal_goes_and_when_it_comes(open_form):
    before = place(open_form)

    open_form.window.set_offline(True)
    open_form.page.locator(SHOWN, has_text="There is no network just now").wait_for()
    open_form.settle()

    assert abs(place(open_form) - before) <= 1

    open_form.window.set_offline(False)
    open_form.page.locator(SHOWN).wait_for(state="hidden")
    open_form.settle()

    assert abs(place(open_form) - before) <= 1


def test_that_there_is_no_network_is_seen_at_the_top_of_the_page(phone):
    phone.go(FORM)
    phone.settle()

    phone.window.set_offline(True)
    phone.page.locator(SHOWN, has_text="There is no network just now").wait_for()

    assert phone.page.evaluate(SEEN, SHOWN)
    phone.window.set_offline(False)


def test_a_signal_that_goes_while_the_page_opens_is_missed_too_and_nothing_moves_any_more(phone):
    phone.go(FORM)

    phone.window.set_offline(True)
    phone.page.locator(SHOWN, has_text="There is no network just now").wait_for()
    before = place(phone)
    phone.settle()

    assert phone.page.locator(SHOWN).is_visible()
    assert abs(place(phone) - before) <= 1
    phone.window.set_offline(False)
