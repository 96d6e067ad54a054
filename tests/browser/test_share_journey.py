"""A share somebody gave pays a dividend; it helps one person, and the page of the share says so."""

import re

from tests.browser.way import CODE


def test_a_dividend_helps_one_person_and_is_followed(visitor):
    manager = visitor("manager", language="en", width=1440)
    manager.go("/fund/balance/")
    manager.page.locator("a[href$='/fund/holdings/']").first.click()
    manager.page.locator("tbody a[href*='/fund/holdings/']").first.click()
    share = manager.page.url.removeprefix(manager.city.address)
    purse = manager.page.locator("a[href*='/fund/balance/']", has_text="One Heart").first
    number = re.search(r"/balance/(\d+)/", purse.get_attribute("href")).group(1)

    manager.page.locator("summary", has_text="A dividend or royalty came").click()
    form = manager.page.locator("form", has=manager.page.locator("[name=act][value=income]"))
    form.locator("[name=amount]").fill("1200.50")
    form.locator("[name=words]").fill("股东会分红决议")
    form.locator("[name=on]").fill(
        manager.page.locator("[name=on]").first.evaluate(
            "() => new Date().toLocaleDateString('sv')"
        )
    )
    with manager.page.expect_navigation():
        form.locator("button[type=submit]").click()
    assert "¥1,200.50" in manager.page.locator("main").inner_text()

    manager.go(f"/fund/proposals/?purse={number}")
    row = manager.page.locator("tbody tr").first
    code = CODE.search(row.inner_text()).group()
    manager.go(row.locator("a[href^='/fund/proposals/']").first.get_attribute("href"))
    with manager.page.expect_navigation():
        manager.page.locator("main a[href*='/fund/proposals/approve/']").first.click()
    manager.submit("form[data-keep] button.btn-primary, form[method=post] button.btn-primary")

    cashier = visitor("cashier", language="en")
    cashier.go(f"/fund/grants/?purse={number}")
    row = cashier.page.locator("tbody tr", has_text=code).first
    grant = row.locator("a[href^='/fund/grants/']").first.get_attribute("href")
    cashier.go(grant)
    with cashier.page.expect_navigation():
        cashier.page.locator("a[href*='/fund/grants/pay/']").first.click()
    cashier.page.fill("[name^=reference-]", "20261127-0001")
    cashier.submit("form[data-keep] button.btn-primary")

    manager.go(share)
    story = manager.page.locator("[aria-labelledby=story]")
    assert story.locator(f"a[href='{grant}']").count() >= 1
    assert manager.hindrances() == []
    assert manager.faults == [] and cashier.faults == []
