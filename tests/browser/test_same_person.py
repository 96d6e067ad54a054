"""A worker registers somebody whom another station knows by another writing; an adjudicator makes them one, and two again."""

import re

from tests.browser.way import choose

TYPED = {"name": "黃偉強", "born_on": "1958-04-18", "phone": "020-00001510"}


def test_one_man_in_two_writings_is_hinted_at_merged_and_parted(visitor):
    worker = visitor("station", number=1, width=390)
    need = registered_all_the_same(worker)

    adjudicator = visitor("adjudicator", number=1)
    pair = adjudicator_finds_the_pair(adjudicator)
    side_by_side = adjudicator.page.locator("[aria-labelledby=side]").inner_text()
    assert "黃偉強" in side_by_side and "黄伟强" in side_by_side
    assert "繁简不同" in adjudicator.page.locator("[aria-labelledby=signs]").inner_text()
    assert adjudicator.hindrances() == []

    made_one_person(adjudicator)
    assert records_told(worker, need) == "2"

    made_two_again(adjudicator, pair)
    assert records_told(worker, need) is None
    adjudicator.go("/adjudicator/pairs/")
    assert adjudicator.page.locator(f"a[href='{pair}']").count() == 0  # never put there again

    assert worker.faults + adjudicator.faults == []


def registered_all_the_same(worker):
    """The hint says that there is a record, and nothing of what is in it; registering goes on. The number of the need."""
    worker.go("/station/register/")
    worker.page.fill("#who", TYPED["name"])
    worker.page.locator("main form[role=search] button").click()
    worker.page.locator("a[href*='/register/new/']").click()
    form = worker.page
    form.check("[name=resident-sex][value=male]")
    form.fill("[name=resident-born_on]", TYPED["born_on"])
    with form.expect_response(re.compile("/register/new/")):
        form.fill("[name=resident-phone]", TYPED["phone"])
        form.locator("[name=resident-phone]").blur()
    hint = form.locator("#alike-says .alert", has_text="另一社工站")
    hint.wait_for()
    assert "黄伟强" not in hint.inner_text()
    assert worker.hindrances() == []
    choose(form, "need-kind", "cash_medical")
    form.check("[name=need-agrees][value=yes]")
    worker.submit("form[data-keep] button.btn-primary")
    return re.search(r"/station/needs/(\d+)/", form.url).group(1)


def adjudicator_finds_the_pair(adjudicator):
    adjudicator.go("/adjudicator/pairs/?why=desk&likely=very&sort=-found_at")
    link = adjudicator.page.locator("tbody a[href^='/adjudicator/pairs/']").first
    path = link.get_attribute("href")
    link.click()
    adjudicator.page.wait_for_load_state("load")
    return path


def made_one_person(adjudicator):
    adjudicator.page.locator("a[href$='/same/']").click()
    adjudicator.page.wait_for_load_state("load")
    adjudicator.page.fill("[name=why]", "两站核对过户口簿，是同一个人。")
    adjudicator.submit("form[data-keep] button.btn-primary")


def made_two_again(adjudicator, pair):
    adjudicator.go(pair)
    adjudicator.page.locator("a[href*='/undo/']").first.click()
    adjudicator.page.wait_for_load_state("load")
    adjudicator.page.fill("[name=why]", "家属说明是堂兄弟，证件不同。")
    adjudicator.submit("form[data-keep] button.btn-primary")


def records_told(worker, need):
    """How many records the worker's page of this resident tells of; None where it tells of none beside its own."""
    worker.go(f"/station/needs/{need}/")
    worker.page.locator("main a[href*='/station/residents/']").first.click()
    worker.page.wait_for_load_state("load")
    if worker.page.locator("form [name=reason]").count():
        worker.submit("main form button.btn-primary")
    found = re.search(r"共有 ?(\d+) ?份", worker.page.locator("main").inner_text())
    return found and found.group(1)
