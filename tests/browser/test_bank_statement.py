"""A cashier enters an account, hands in a statement, looks at what is wrong, takes it in, and finds a line."""

from tests.browser.walking import PHONE, WIDE

ROWS = [
    "某慈善会 对账单",
    "交易日期,借方发生额,贷方发生额,余额,对方户名,摘要,交易流水号",
    '2026-05-06,,"1,234.50","11,234.50",陈某,捐款,A1',
    "2026-05-06,,20.00,11254.50,李某,月捐,A2",
    "2026-05-06,,20.00,11274.50,李某,月捐,A3",
    "2026-05-07,200.00,,11094.50,某医院,医疗救助,A4",
    "2026-05-08,x,,,,,A5",
]
FILE = {"name": "五月.csv", "mimeType": "text/csv", "buffer": "\n".join(ROWS).encode("gb18030")}


def test_a_statement_is_handed_in_looked_at_taken_in_and_found(visitor):
    cashier = visitor("cashier")
    page = cashier.page
    cashier.go("/fund/bank/")
    assert cashier.hindrances() == []
    cashier.go("/fund/bank/accounts/enter/")
    page.fill("input[name=name]", "工行基本户")
    page.fill("input[name=bank]", "中国工商银行")
    page.fill("input[name=number]", "3602 0000 0000 1234")
    cashier.submit("form[data-keep] button[type=submit]")
    assert "··1234" in page.inner_text("table") and cashier.hindrances() == []

    cashier.go("/fund/bank/hand-in/")
    assert cashier.hindrances() == []
    page.set_input_files("input[type=file]", FILE)
    page.select_option("select[name=account]", index=1)
    cashier.submit("form[data-keep] button[type=submit]")
    page.locator("button[value=take]").wait_for(timeout=60_000)

    assert "应为 ¥11,074.50" in page.inner_text("#progress")
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert cashier.hindrances() == []
    page.locator("a[href$='/remarks/']").click()
    page.wait_for_url("**/remarks/")
    assert page.locator("tbody tr").count() == 2 and cashier.hindrances() == []
    page.go_back()
    cashier.submit("button[value=take]")
    page.locator(".alert-success").wait_for(timeout=60_000)

    cashier.go("/fund/bank/lines/?q=医疗")
    assert page.locator("tbody tr").count() == 1
    cashier.go("/fund/bank/lines/?looks=double")
    assert page.locator("tbody tr").count() == 2
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert cashier.hindrances() == []
    assert cashier.faults == []
