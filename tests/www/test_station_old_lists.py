import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from shanqiao.apps.cases.models import Case
from shanqiao.apps.earlier.actions import ask_to_take_earlier_in
from shanqiao.apps.earlier.models import EarlierCase, EarlierList
from shanqiao.apps.record.models import Entry, Look
from shanqiao.feeds import earlier_columns
from shanqiao.jobs.lists import find_handed_in
from shanqiao.stories.earlier_taken import take_earlier_in
from shanqiao.www.station.forms import lists
from tests.factories import NOON, a_social_worker, a_supervisor
from tests.old_lists import Desk, an_old_list, case, contact, still_open, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Desk()


@pytest.fixture
def desk(client, station):
    client.force_login(station.worker)
    return client


def sent(desk, *rows, kind="cases", name="台账.csv"):
    head = ",".join(earlier_columns.COLUMNS[kind].values())
    file = SimpleUploadedFile(name, "\n".join([head, *rows]).encode())
    return desk.post(f"/station/lists/of/{kind}/", {f"{kind}-file": file}, follow=True)


def test_an_old_list_is_handed_in_read_and_taken_in(desk):
    page = sent(desk, case(), still_open(number="2"), case("无名氏"))
    new = EarlierList.objects.get()
    assert page.redirect_chain[-1][0] == f"/station/lists/earlier/{new.pk}/columns/"
    assert "Number of the case" in page.text

    desk.post(f"/station/lists/earlier/{new.pk}/columns/", earlier_columns.COLUMNS["cases"])
    find_handed_in(EarlierList.objects.get(), at=NOON)
    page = desk.get(f"/station/lists/earlier/{new.pk}/").text
    assert "What was found in 3 rows" in page
    assert "1 row is a case that is still open" in page
    assert "1 row is wrong" in page

    desk.post(f"/station/lists/earlier/{new.pk}/act/", {"act": "take"})
    take_earlier_in(earlier_list=new, at=NOON)
    page = desk.get(f"/station/lists/earlier/{new.pk}/").text
    assert "The list is taken in." in page and "It was the wrong list" in page
    assert desk.get("/station/lists/").text.count("台账.csv") == 1

    desk.post(f"/station/lists/earlier/{new.pk}/act/", {"act": "undo", "why": "导错了"})
    assert "Undone on" in desk.get(f"/station/lists/earlier/{new.pk}/").text
    assert Case.objects.open().count() == 0


def test_the_way_begins_where_lists_of_residents_begin(desk):
    page = desk.get("/station/lists/").text

    for kind in ("cases", "contacts"):
        assert f'name="{kind}-file"' in page
        assert f'href="/station/lists/of/{kind}/empty/"' in page
    assert 'name="file"' in page


@pytest.mark.parametrize("kind", ["cases", "contacts"])
def test_the_empty_workbook_can_be_handed_in_as_it_is(desk, kind):
    empty = desk.get(f"/station/lists/of/{kind}/empty/").content
    heads = [cell.value for cell in load_workbook(io.BytesIO(empty)).worksheets[0][1]]
    assert heads == list(earlier_columns.COLUMNS[kind].values())

    file = SimpleUploadedFile("list.xlsx", empty)
    page = desk.post(f"/station/lists/of/{kind}/", {f"{kind}-file": file}, follow=True)

    assert page.redirect_chain[-1][0].endswith("/columns/")


@pytest.mark.parametrize("name", ["台账.xls", "台账.docx", "坏的.xlsx"])
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(desk, name):
    page = sent(desk, case(), name=name)

    assert page.status_code == 422
    assert EarlierList.objects.count() == 0


def test_only_lists_of_cases_and_contacts_are_handed_in_here(desk):
    assert desk.get("/station/lists/of/pets/empty/").status_code == 404
    assert desk.post("/station/lists/of/pets/").status_code == 404
    assert desk.get("/station/lists/of/cases/").status_code == 302


def test_the_same_file_opens_the_list_that_is_there(desk, station):
    first = an_old_list(case(), by=station.worker)

    page = sent(desk, case())

    assert page.redirect_chain[-1][0] == f"/station/lists/earlier/{first.pk}/"
    assert "handed in this file already" in page.text


def test_columns_are_the_same_on_the_way_from_the_file_to_the_screen():
    for kind, columns in lists.EARLIER_COLUMNS.items():
        assert tuple(columns) == tuple(earlier_columns.COLUMNS[kind])


def test_why_a_list_cannot_be_used_is_said_in_the_readers_language(desk, station):
    found = an_old_list(case(), by=station.worker, read=False)
    columns = {**earlier_columns.COLUMNS["cases"], "began_on": "备注", "words": ""}
    desk.post(f"/station/lists/earlier/{found.pk}/columns/", columns)
    find_handed_in(EarlierList.objects.get(), at=NOON)

    rows = desk.get(f"/station/lists/earlier/{found.pk}/rows/").text

    assert "This day cannot be read" in rows
    assert "读不出来" not in rows


def test_rows_are_found_by_what_will_come_of_them(desk, station):
    found = an_old_list(
        case(), case("无名氏"), case(number="2", dob="", began_on="2023-01-01"), by=station.worker
    )
    page = f"/station/lists/earlier/{found.pk}/rows/"

    assert desk.get(page).text.count("<tr") == 4
    assert "无名氏" not in desk.get(page + "?answer=kept").text
    assert desk.get(page + "?found=True").text.count("found by the name alone") >= 1
    assert "list of residents first" in desk.get(page + "?answer=wrong").text
    assert f'href="/station/residents/{station.weiqiang.pk}/"' in desk.get(page).text
    assert "已能自理" not in desk.get(page).text
    assert desk.get(page + "?q=3").text.count("<tr") == 2


def test_taking_the_rows_along_is_a_line_of_the_record(desk, station):
    found = an_old_list(case(), by=station.worker)

    taken_along = desk.get(f"/station/lists/earlier/{found.pk}/rows/?export=csv").content.decode()

    assert Entry.objects.get(act="earlier.export").why == "csv"
    assert f",{station.weiqiang.name}," in taken_along


def test_whoever_opens_the_rows_has_looked(client, station):
    found = an_old_list(case(), by=station.worker)
    client.force_login(station.supervisor)

    for _ in range(2):
        client.get(f"/station/lists/earlier/{found.pk}/rows/")

    looks = Look.objects.filter(resident=station.weiqiang.pk, by=station.supervisor.username)
    assert looks.count() == 1


def test_rows_found_by_the_name_alone_wait_for_a_tick(desk, station):
    found = an_old_list(case(dob=""), by=station.worker)
    page = f"/station/lists/earlier/{found.pk}/"
    assert "found by the name alone" in desk.get(page).text

    desk.post(page + "act/", {"act": "take", "by_name": "yes"})
    take_earlier_in(earlier_list=found, at=NOON)

    assert EarlierCase.objects.count() == 1


def test_what_was_worked_out_for_another_is_said_and_its_button_is_off(client, station):
    found = an_old_list(case(), by=station.worker)
    client.force_login(station.supervisor)
    page = f"/station/lists/earlier/{found.pk}/"

    assert f"worked out for {station.worker}" in client.get(page).text
    answer = client.post(page + "act/", {"act": "take"}, follow=True)

    assert "Nothing was taken in" in answer.text
    assert not EarlierList.objects.get().take_asked_at


def test_work_that_stopped_says_so_and_goes_on_by_a_button(desk, station):
    found = an_old_list(case(), by=station.worker)
    ask_to_take_earlier_in(
        earlier_list=found, whole=False, by_name=False, by=station.worker, at=NOON
    )
    page = f"/station/lists/earlier/{found.pk}/"
    assert "stopped before its end" in desk.get(page).text

    desk.post(page + "act/", {"act": "again"})

    assert "Nobody has begun yet" in desk.get(page).text


def test_a_list_is_given_up(desk, station):
    found = an_old_list(case(), by=station.worker)

    desk.post(f"/station/lists/earlier/{found.pk}/act/", {"act": "give_up"})

    found.refresh_from_db()
    assert (found.content, found.rows.count()) == (None, 0)
    assert "given up" in desk.get(f"/station/lists/earlier/{found.pk}/").text


def test_nobody_else_opens_an_old_list(client, station):
    found = an_old_list(case(), by=station.worker)

    for somebody in (station.colleague, station.counsellor, a_social_worker(), a_supervisor()):
        client.force_login(somebody)
        for page in ("", "rows/", "columns/"):
            answer = client.get(f"/station/lists/earlier/{found.pk}/{page}")
            assert answer.status_code in (403, 404)
        answer = client.post(f"/station/lists/earlier/{found.pk}/act/", {"act": "take"})
        assert answer.status_code in (403, 404)


def test_a_case_shows_what_was_before_and_prints_it(desk, station):
    taken(an_old_list(still_open(words="每月探访"), by=station.worker), by=station.worker)
    visit = an_old_list(contact(words="<b>送餐</b>"), by=station.worker, kind="contacts")
    taken(visit, by=station.worker)
    new = Case.objects.get()

    page = desk.get(f"/station/cases/{new.pk}/").text
    assert "Before shanqiao" in page and "&lt;b&gt;送餐" in page
    assert (
        f'href="/station/cases/{new.pk}/papers/before/"'
        in desk.get(f"/station/cases/{new.pk}/papers/").text
    )
    paper = desk.get(f"/station/cases/{new.pk}/papers/before/").text
    assert "每月探访" in paper and "60 minutes" in paper


def test_on_a_residents_page_it_is_shown_to_those_who_read_it(client, station):
    taken(an_old_list(case(words="旧时的话"), by=station.worker), by=station.worker)

    def shown(person):
        client.force_login(person)
        page = f"/station/residents/{station.weiqiang.pk}/"
        client.post(page, {"reason": "casework"})
        return "旧时的话" in client.get(page).text

    assert [shown(p) for p in (station.worker, station.supervisor)] == [False, True]
    station.open(resident=station.weiqiang)
    assert [shown(p) for p in (station.worker, station.colleague)] == [True, False]
