"""A signature on the screen: a tap is none, and what was drawn stays when the form comes back."""

import pytest

from tests.browser.running import ROOT

FORM = """
<input type="hidden" id="drawn" value="{drawn}"><input type="radio" id="how">
<div data-sign="#drawn" data-sign-how="#how"><canvas height="180" style="width: 400px"></canvas>
<button type="button" data-sign-clear>anew</button><span data-sign-said hidden>Signed.</span></div>
"""
DARK = """() => {
    const canvas = document.querySelector("canvas");
    const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return dots.some((value) => value < 128);
}"""


@pytest.fixture
def page(chrome):
    page = chrome.new_page()
    yield page
    page.close()


def shown(page, *, drawn=""):
    page.set_content(FORM.format(drawn=drawn))
    script = (ROOT / "frontend/js/sign.js").read_text(encoding="utf-8")
    page.add_script_tag(content=script.replace("export ", "") + "\ntakeSignatures();")


def drawn_to(page, x, y):
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()
    return page.locator("#drawn").input_value()


def test_a_tap_is_no_signature_and_a_signature_is_kept_when_the_form_comes_back(page):
    shown(page)
    assert drawn_to(page, 51, 51) == "" and not page.locator("#how").is_checked()
    drawn = drawn_to(page, 200, 90)
    assert drawn.startswith("data:image/png;base64,") and page.locator("#how").is_checked()

    shown(page, drawn=drawn)

    assert page.locator("#drawn").input_value() == drawn
    assert page.locator("[data-sign-said]").is_visible()
    page.wait_for_function(DARK)
    page.click("[data-sign-clear]")
    assert page.locator("#drawn").input_value() == "" and not page.evaluate(DARK)
