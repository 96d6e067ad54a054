"""A donation box is opened and counted by two people, paid in at the bank, and what was in it pools in a purse."""

import re

COUNTED = {"yuan_10": "12", "yuan_1": "35", "jiao_5": "4", "rest": "0.30"}
SUM = "¥157.30"


def test_a_box_is_counted_by_two_and_its_gift_pools(visitor):
    the_box_goes_its_way(
        visitor("handler", language="en"), visitor("cashier", language="en", width=390)
    )


def the_box_goes_its_way(one, other):
    """From a seal that is on the box to the bank, through four hands."""
    one.go("/fund/boxes/")
    assert one.hindrances() == []
    one.page.locator("li", has_text="seal YS000001").locator("a").click()
    one.page.wait_for_load_state("load")
    at = one.page.url.removeprefix(one.city.address)
    purse = before_in_the_purse(other, at)

    sealed = re.search(r"Sealed by (.+?) and (.+?), ", one.page.locator("main").inner_text())
    one.page.select_option("[name=beside]", label=sealed[2])  # the cashier, at the other screen
    one.page.check("[name=intact][value=yes]")
    one.submit("form[action*='/open/'] button")
    count(one, at, COUNTED)
    other.go(at)
    assert SUM not in other.page.locator("main").inner_text()  # nobody copies the other's count
    count(other, at, COUNTED | {"yuan_10": "11"})
    assert "The sheets differ" in other.page.locator("main").inner_text()
    assert other.hindrances() == []
    count(other, at, COUNTED)
    assert f"Both counted {SUM}" in other.page.locator("main").inner_text()
    other.page.fill("[name=slip]", "20261123-0077")
    other.submit("form[action*='/pay-in/'] button")

    assert "slip 20261123-0077" in other.page.locator("main").inner_text()
    assert before_in_the_purse(other, at) == purse + 15_730
    other.go("/fund/gifts/?how=point")
    assert SUM in other.page.locator("tbody").inner_text()
    assert one.faults == other.faults == []


def count(somebody, at, pieces):
    somebody.go(at)
    for face, many in pieces.items():
        somebody.page.fill(f"[name={face}]", many)
    somebody.submit("form[action*='/count/'] button")


def before_in_the_purse(somebody, at):
    """What the purse of a box has received, in fen."""
    somebody.go(at)
    name = re.search(r"into the purse “(.+?)”", somebody.page.locator("main").inner_text())[1]
    somebody.go("/fund/balance/")
    somebody.page.locator("main a[href^='/fund/balance/']", has_text=name).first.click()
    somebody.page.wait_for_load_state("load")
    received = somebody.page.locator("dl dd").first.inner_text()
    return round(float(re.sub(r"[^\d.]", "", received)) * 100)
