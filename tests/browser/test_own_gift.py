"""A giver finds their gift by the number of the receipt, on a phone and without an account."""


def test_a_giver_follows_their_gift(visitor):
    giver = visitor(language="en", width=390)

    giver.go("/")
    giver.page.locator("header a[href='/gift/']").click()
    giver.page.fill("[name=number]", "0000000001")
    giver.page.fill("[name=tail]", "4322")
    giver.submit("main form button")
    assert "No gift is found" in giver.page.locator("main").inner_text()
    assert giver.hindrances() == []
    giver.page.fill("[name=tail]", "4321")
    giver.submit("main form button")

    told = giver.page.locator("main").inner_text()
    assert "What became of your ¥200.00" in told
    assert "陈街坊" not in told
    giver.page.wait_for_selector("figure canvas")
    assert giver.hindrances() == []
    giver.page.locator("a[href='/books/']").first.click()
    assert "The books, sealed" in giver.page.locator("main").inner_text()
    assert giver.faults == []


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
