"""A worker takes in a workbook, mends it, hands it in again, and undoes nothing: nobody is there twice."""

import io
import re

from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("服务对象", "性别", "证件号码", "出生年月日", "联系电话", "备注")
PEOPLE = [
    ("单于鹤", "女", "", "1941-05-06", "020-00007001", ""),
    ("闻人远", "男", "", "1939-11-23", "020-00007002", ""),
    ("单于鹤", "女", "", "1941-05-06", "020-00007001", "重复"),
    ("闻人远山", "男", "", "1939-11-23", "", ""),
    ("钟离秋", "女", "440103195001011234", "", "", "号码有错"),
]
MENDED = ("钟离秋", "女", "", "1950-01-01", "020-00007003", "")


def a_workbook(*people):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *people):
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return {"name": "长者名单.xlsx", "mimeType": XLSX, "buffer": kept.getvalue()}


def test_a_workbook_is_taken_in_mended_and_taken_in_again(visitor):
    worker = visitor("station", number=0)
    found = compared(worker, a_workbook(*PEOPLE))
    assert [found[what] for what in ("新增", "名单内重复", "有错")] == [2, 1, 1]
    sees_the_rows(worker)
    worker.submit("button[value=take]")
    worker.page.locator(".alert-success").wait_for(timeout=60_000)
    assert worker.hindrances() == []

    mended = compared(worker, a_workbook(*PEOPLE[:4], MENDED))
    assert (mended["新增"], mended.get("有错")) == (1, None)
    assert mended["本站已登记"] >= 2
    worker.page.set_viewport_size({"width": 390, "height": 900})
    assert worker.hindrances() == []
    worker.submit("button[value=take]")
    worker.page.locator(".alert-success").wait_for(timeout=60_000)

    worker.go("/station/residents/?q=钟离秋")
    assert worker.page.locator("tbody tr").count() == 1
    worker.go("/station/residents/?q=单于鹤")
    assert worker.page.locator("tbody tr").count() == 1
    assert worker.faults == []


def test_the_same_file_opens_the_list_that_is_there(visitor):
    worker = visitor("station", number=0)
    file = a_workbook(("东方雪", "女", "", "1944-04-04", "", ""))
    compared(worker, file)
    first = worker.page.url

    handed_in(worker, file)

    assert worker.page.url == first
    assert "已经上传过" in worker.page.locator("main").inner_text()


def handed_in(worker, file):
    worker.go("/station/residents/")
    worker.page.locator("a[href='/station/lists/']").click()
    worker.page.wait_for_load_state("load")
    assert worker.hindrances() == []
    worker.page.set_input_files("[name=file]", file)
    worker.submit("form[data-keep] button.btn-primary")


def compared(worker, file):
    """{answer in Chinese: rows} once the list is compared."""
    handed_in(worker, file)
    assert worker.page.locator("[name=name]").input_value() == "服务对象"
    assert worker.page.locator("[name=station_street]").input_value() == ""
    assert worker.hindrances() == []
    worker.submit("form[data-keep] button.btn-primary")
    key = worker.page.locator("section[aria-labelledby=found] li")
    key.first.wait_for(timeout=60_000)
    assert worker.hindrances() == []
    told = (
        re.fullmatch(r"(\D+?)\s*(\d+)", one.replace("\n", " ")) for one in key.all_inner_texts()
    )
    return {one[1].strip(): int(one[2]) for one in told if one}


def sees_the_rows(worker):
    page = worker.page.url
    worker.go(page.removeprefix(worker.city.address) + "rows/")
    assert worker.hindrances() == []
    rows = worker.page.locator("tbody").inner_text()
    assert "440103195001011234" not in rows
    assert "与第 2 行相似" in rows
    assert worker.page.locator("tbody tr").first.inner_text().split()[0] == "2"
    button = worker.page.locator("tbody form button").first
    if button.count():
        worker.submit("tbody form button")
        assert "不作比较" in worker.page.locator("tbody").inner_text()
    worker.page.goto(page)
