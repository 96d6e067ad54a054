import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from shanqiao.apps.lists.actions import ask_to_compare, ask_to_take_in
from shanqiao.apps.lists.models import COLUMNS, PeopleList
from shanqiao.apps.record.models import Entry, Look
from shanqiao.feeds import resident_lists
from shanqiao.jobs.lists import compare_handed_in
from shanqiao.stories.list_arrivals import take_list_in
from shanqiao.www.station.forms import lists
from tests.factories import NOON, a_resident, a_social_worker, a_supervisor
from tests.stories.lists_of_people import AS_WRITTEN, HEADINGS, LIHUA, WEIQIANG, a_list

pytestmark = pytest.mark.django_db
HEAD = "姓名,性别,身份证号,出生日期,手机号"


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def desk(client, worker):
    client.force_login(worker)
    return client


def sent(desk, *rows, name="名单.csv"):
    file = SimpleUploadedFile(name, "\n".join([HEAD, *rows]).encode())
    return desk.post("/station/lists/", {"file": file}, follow=True)


def test_a_list_is_handed_in_compared_and_taken_in(desk):
    page = sent(desk, LIHUA)
    new = PeopleList.objects.get()
    assert page.redirect_chain[-1][0] == f"/station/lists/{new.pk}/columns/"

    desk.post(f"/station/lists/{new.pk}/columns/", {"name": "姓名", "gender": "性别"})
    compare_handed_in(PeopleList.objects.get(), at=NOON)
    assert "What was found in 1 row" in desk.get(f"/station/lists/{new.pk}/").text

    desk.post(f"/station/lists/{new.pk}/act/", {"act": "take"})
    take_list_in(people_list=new, at=NOON)
    assert "The list is taken in." in desk.get(f"/station/lists/{new.pk}/").text


def test_headings_that_somebody_corrected_are_the_ones_that_count(desk):
    sent(desk, "周丽华,女,,1949-08-02,13600001111")
    new = PeopleList.objects.get()

    desk.post(f"/station/lists/{new.pk}/columns/", {"name": "姓名", "gender": "性别", "dob": ""})
    compare_handed_in(PeopleList.objects.get(), at=NOON)

    cells = json.loads(new.rows.get().cells)
    assert (cells["name"], cells["dob"], cells["phone"]) == ("周丽华", "", "")


def test_one_heading_is_not_two_columns(desk):
    sent(desk, LIHUA)
    page = desk.post(
        f"/station/lists/{PeopleList.objects.get().pk}/columns/", {"name": "姓名", "dob": "姓名"}
    )

    assert page.status_code == 422
    assert "chosen twice" in page.text


@pytest.mark.parametrize("name", ["名单.xls", "名单.docx", "坏的.xlsx"])
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(desk, name):
    page = sent(desk, LIHUA, name=name)

    assert page.status_code == 422
    assert PeopleList.objects.count() == 0


def test_of_a_match_elsewhere_only_that_it_is_there(desk, worker):
    elsewhere = a_resident(**WEIQIANG | {"name": "黃偉強"})
    found = a_list(AS_WRITTEN, worker=worker)

    page = desk.get(f"/station/lists/{found.pk}/rows/")

    assert "known at another station" in page.text
    assert "黃偉強" not in page.text
    assert f"/station/residents/{elsewhere.pk}/" not in page.text
    assert "黃偉強" not in desk.get(f"/station/lists/{found.pk}/rows/?export=csv").content.decode()


def test_the_columns_of_a_list_are_the_same_on_the_way_from_the_file_to_the_screen():
    assert COLUMNS == tuple(resident_lists.COLUMNS) == tuple(lists.COLUMNS)


def test_why_a_list_cannot_be_used_is_said_in_the_readers_language(desk, worker):
    found = a_list(LIHUA, worker=worker, compared=False)
    wrong = HEADINGS | {"name": "花名"}
    ask_to_compare(people_list=found, headings=wrong, by=worker, at=NOON)
    compare_handed_in(PeopleList.objects.get(pk=found.pk), at=NOON)

    page = desk.get(f"/station/lists/{found.pk}/").text
    assert "The file has no column" in page
    assert "文件里没有" not in page


def test_of_a_match_here_the_name_and_the_way_to_it(desk, worker):
    here = a_resident(worker=worker, **WEIQIANG)
    found = a_list(AS_WRITTEN, worker=worker)

    assert (
        f'href="/station/residents/{here.pk}/"' in desk.get(f"/station/lists/{found.pk}/rows/").text
    )


def test_whoever_opens_the_rows_has_looked(client, worker):
    here = a_resident(worker=worker, **WEIQIANG)
    found = a_list(AS_WRITTEN, worker=worker)
    colleague = a_social_worker(station=found.station)
    client.force_login(colleague)

    for _ in range(2):
        client.get(f"/station/lists/{found.pk}/rows/")

    assert Look.objects.filter(resident=here.pk, by=colleague.username).count() == 1


def test_taking_the_rows_along_is_a_line_of_the_record(desk, worker):
    found = a_list(LIHUA, worker=worker)

    taken = desk.get(f"/station/lists/{found.pk}/rows/?export=csv").content.decode()

    assert Entry.objects.get(act="lists.export").why == "csv"
    assert ",周丽华," in taken  # without the marks of a page


def test_a_doubtful_row_is_kept_from_the_adjudicator_by_a_button(desk, worker):
    a_resident(**WEIQIANG)
    found = a_list(AS_WRITTEN, worker=worker)
    row = found.rows.get()

    desk.post(f"/station/lists/{found.pk}/asking/", {"row": row.pk})

    row.refresh_from_db()
    assert row.asks is False


def test_work_that_stopped_says_so_and_goes_on_by_a_button(desk, worker):
    found = a_list(LIHUA, AS_WRITTEN, worker=worker)
    ask_to_take_in(people_list=found, whole=False, by=worker, at=NOON)

    assert "stopped before its end" in desk.get(f"/station/lists/{found.pk}/").text

    desk.post(f"/station/lists/{found.pk}/act/", {"act": "again"})
    page = desk.get(f"/station/lists/{found.pk}/").text
    assert "stopped before its end" not in page
    assert "Nobody has begun yet" in page
    ProcrastinateJob.objects.get(lock=f"list:{found.pk}")


def test_work_that_is_under_way_shows_how_far_it_is(desk, worker):
    found = a_list(LIHUA, worker=worker)
    ask_to_take_in(people_list=found, whole=False, by=worker, at=NOON)
    desk.post(f"/station/lists/{found.pk}/act/", {"act": "again"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")

    page = desk.get(f"/station/lists/{found.pk}/").text

    assert "The list is being taken in." in page
    assert "Nobody has begun yet" not in page


def test_a_list_that_stops_at_its_doubles_can_be_given_up(desk, worker):
    found = a_list(*[LIHUA] * 12, worker=worker)
    assert "give_up" in desk.get(f"/station/lists/{found.pk}/").text

    desk.post(f"/station/lists/{found.pk}/act/", {"act": "give_up"})

    found.refresh_from_db()
    assert (found.content, found.rows.count()) == (None, 0)


@pytest.mark.parametrize("somebody", [a_social_worker, a_supervisor])
def test_nobody_else_opens_a_list(client, worker, somebody):
    found = a_list(LIHUA, worker=worker)
    client.force_login(somebody())

    for page in ("", "rows/", "columns/"):
        assert client.get(f"/station/lists/{found.pk}/{page}").status_code in (403, 404)
    assert client.post(f"/station/lists/{found.pk}/act/", {"act": "take"}).status_code in (403, 404)


def test_the_template_can_be_handed_in_as_it_is(desk):
    empty = desk.get("/station/lists/template/").content

    page = desk.post(
        "/station/lists/", {"file": SimpleUploadedFile("list.xlsx", empty)}, follow=True
    )

    assert page.redirect_chain[-1][0].endswith("/columns/")
