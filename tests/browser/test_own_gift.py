"""A giver finds their gift by the number of the receipt, on a phone and without an account."""

import re


def test_a_giver_follows_their_gift(visitor):
    number = a_gift_with_a_receipt(visitor("cashier", language="en"))
    giver = visitor(language="en", width=390)

    giver.go("/")
    giver.page.locator("header a[href='/gift/']").click()
    giver.page.fill("[name=number]", number)
    giver.page.fill("[name=tail]", "4322")
    giver.submit("main form button")
    assert "No gift is found" in giver.page.locator("main").inner_text()
    assert giver.hindrances() == []
    giver.page.fill("[name=tail]", "4321")
    giver.submit("main form button")

    told = giver.page.locator("main").inner_text()
    assert "What became of your ¥20.00" in told
    assert "林街坊" not in told
    giver.page.wait_for_selector("figure canvas")
    assert giver.hindrances() == []
    giver.go("/books/")
    assert "The books, sealed" in giver.page.locator("main").inner_text()
    # the wrong digits are answered with 422, and nothing else went wrong
    assert [fault.endswith("(Unprocessable Entity)") for fault in giver.faults] == [True]


def a_gift_with_a_receipt(cashier):
    """Written down and receipted at the fund's desk; the number on the receipt, with its code."""
    cashier.go("/fund/gifts/new/")
    cashier.page.check("[name=kind][value=person]")
    cashier.page.fill("[name=name]", "林街坊（演示）")
    cashier.page.fill("[name=phone]", "13800004321")
    cashier.page.locator("[name=purse] option", has_text="yuan").first.wait_for(state="attached")
    money = cashier.page.locator("[name=purse] option", has_text="yuan").first
    cashier.page.select_option("[name=purse]", money.get_attribute("value"))
    cashier.page.fill("[name=amount]", "20")
    cashier.submit("main form[data-keep] button[type=submit]")
    cashier.page.locator("main a", has_text="Issue a receipt").first.click()
    cashier.submit("main form[data-keep] button[type=submit]")
    told = cashier.page.locator("main").inner_text()
    return re.search(r"\b0\d{9}\b", told)[0]


def test_a_fund_sees_who_paid_and_what_a_gift_became(visitor):
    cashier = visitor("cashier", language="en")

    cashier.go("/fund/grants/?state=confirmed")
    cashier.page.locator("#list tbody a").first.click()
    cashier.page.wait_for_load_state("load")
    assert "Who paid this" in cashier.page.locator("main").inner_text()
    cashier.page.locator("section[aria-labelledby=payers] li a").first.click()
    cashier.page.wait_for_load_state("load")

    assert "What it became" in cashier.page.locator("main").inner_text()
    assert cashier.hindrances() == []
    assert cashier.faults == []


def test_an_auditor_follows_a_movement_both_ways(visitor):
    auditor = visitor("supervisor", language="en", width=390)

    auditor.go("/supervisor/books/?kind=use")
    auditor.page.locator("#list tbody a").first.click()
    auditor.page.wait_for_load_state("load")
    assert auditor.hindrances() == []
    auditor.page.locator("section[aria-labelledby=paid] tbody a").first.click()
    auditor.page.wait_for_load_state("load")

    assert "What it became" in auditor.page.locator("main").inner_text()
    assert auditor.faults == []
