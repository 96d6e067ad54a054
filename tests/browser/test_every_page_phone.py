"""Every page, in English on a phone."""

import pytest

from tests.browser.every_page import DESKS, use_every_page, views_not_met, wrong_html
from tests.browser.walking import PHONE

HOW = {"language": "en", "width": PHONE}


def test_everybody_can_come_in(visitor):
    somebody = visitor(**HOW)

    somebody.go("/account/sign-in/")
    found = somebody.hindrances()
    somebody.page.locator("a[data-desk=station]").first.click()
    somebody.submit("#sign-in button[type=submit]")
    found += somebody.hindrances()

    assert "/code/" in somebody.page.url
    assert (found, somebody.faults) == ([], [])


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk or "public")
def test_everybody_can_use_every_page(visitor, html, met, known, desk):
    use_every_page(visitor, desk=desk, **HOW, html=html, met=met, known=known)


def test_every_page_was_met(met):
    assert views_not_met(met) == []


def test_every_page_is_valid_html(html):
    assert (wrong := wrong_html(html)) == [], "\n".join(wrong)
