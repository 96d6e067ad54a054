"""The cashier's files of gifts: handed in, looked at, taken in, mended."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from shanqiao.apps.giving.models import Gift, GiftFile
from shanqiao.apps.record.models import Entry
from shanqiao.jobs.gift_files import read_handed_in_gifts, take_handed_in_gifts
from shanqiao.www.fund.giving import files
from tests.factories import a_cashier, a_fund, a_manager, a_purse
from tests.giving import a_certified_host

from .at_noon import AFTER_NOON, signed_in, stop_the_clock

pytestmark = pytest.mark.django_db
FILE = "捐赠人,金额,日期,订单号\n何善心,20,2026-05-01,A1\n李爱心,5,2026-05-02,\n李爱心,5,2026-05-02,\n错,x,2026-05-02,\n"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def fund():
    return a_fund(host=a_certified_host())


@pytest.fixture
def purse(fund):
    return a_purse(fund=fund, received=0)


@pytest.fixture
def till(client, fund):
    return signed_in(client, a_cashier(fund))


def handed_in(till, purse, text=FILE, name="五月.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    told = {"purse": purse.pk, "how": "bank", "file": SimpleUploadedFile(name, content)}
    return till.post("/fund/gifts/files/", told, follow=True)


def read(till, purse, text=FILE):
    """The address of a file that was handed in and read."""
    handed_in(till, purse, text)
    file = GiftFile.objects.latest("pk")
    read_handed_in_gifts(file, at=AFTER_NOON)
    return f"/fund/gifts/files/{file.pk}/"


def taken(till, at, **told):
    till.post(f"{at}act/", {"act": "take", **told})
    take_handed_in_gifts(GiftFile.objects.latest("pk"), at=AFTER_NOON)
    return till.get(at).text


def test_a_file_is_read_by_the_worker_and_looked_at_before_it_is_taken_in(till, purse):
    page = handed_in(till, purse).text
    assert "The file is being read" in page and 'data-hx-trigger="every 2s"' in page
    assert "being read" in till.get("/fund/gifts/files/").text
    file = GiftFile.objects.get()
    at = f"/fund/gifts/files/{file.pk}/"

    read_handed_in_gifts(file, at=AFTER_NOON)

    page = till.get(at).text
    assert "2 rows become gifts, together ¥25.00." in page
    assert "line 5" in page and "金额 x: No amount" in page
    assert "line 4" in page and "李爱心 · 5 · 2026-05-02" in page and "like a row above" in page
    assert "And those that look like doubles, ¥5.00?" in page
    assert "waits for you" in till.get("/fund/gifts/files/").text
    assert not Gift.objects.exists()


def test_it_is_taken_in_by_the_worker_and_says_what_came_of_it(till, purse):
    at = read(till, purse)
    page = till.post(f"{at}act/", {"act": "take", "doubles": "take"}, follow=True).text
    assert "The file is being taken in" in page and not Gift.objects.exists()
    assert "being taken in" in till.get("/fund/gifts/files/").text

    page = taken(till, at)

    assert "Taken in: 3 new gifts; 0 rows were gifts already, 1 were wrong, 1 looked like" in page
    assert "The new gifts are ¥30.00 together." in page and "line 5" in page
    assert Gift.objects.count() == 3
    again = till.get(read(till, purse))
    file = again.context["file"]
    assert (file.new, file.known, file.suspicious) == (0, 3, 0)
    assert "disabled" in again.text


def test_each_row_left_out_is_listed_and_can_be_mended_and_handed_in_alone(till, purse, client):
    at = read(till, purse)
    taken(till, at)
    page = till.get(f"{at}rows/").text
    assert "2 rows." in page and "like a row above" in page and "李爱心 · 5" in page
    assert "1 row." in till.get(f"{at}rows/?kind=wrong").text

    answer = till.get(f"{at}rows.csv")

    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("捐赠人,金额,日期,订单号,同样的第几行,")
    assert "错,x,2026-05-02,,,5,金额 x: No amount" in text
    assert Entry.objects.filter(act="giving.export").count() == 1
    at = read(till, purse, text.replace("错,x", "错,7"))
    file = till.get(at).context["file"]
    assert (file.new, file.suspicious, file.known, file.wrong) == (1, 1, 0, 0)
    assert "Taken in: 2 new gifts" in taken(till, at, doubles="take")
    assert Gift.objects.count() == 4


def test_a_file_of_no_use_says_so_at_once_or_on_its_page(till, purse):
    page = handed_in(till, purse, "x,y\n1,2\n")
    assert page.status_code == 422 and "No row of headings" in page.text
    assert not GiftFile.objects.exists()

    at = read(till, purse, "金额,日期\n" + "x" * 200_000)

    page = till.get(at).text
    assert "This file cannot be used" in page and "export it anew" in page
    assert "cannot be used" in till.get("/fund/gifts/files/").text
    till.post(f"{at}act/", {"act": "give_up"})
    assert "Given up; nothing of it was taken in." in till.get(at).text


def test_a_file_is_given_up(till, purse):
    at = read(till, purse)

    till.post(f"{at}act/", {"act": "give_up"})

    assert "Given up" in till.get(at).text
    refused = till.post(f"{at}act/", {"act": "take"}, follow=True).text
    assert "taken in or given up already" in refused
    assert not Gift.objects.exists()


def test_work_nobody_begins_or_that_stopped_is_begun_again_by_a_button(till, purse, monkeypatch):
    handed_in(till, purse)
    at = f"/fund/gifts/files/{GiftFile.objects.get().pk}/"
    monkeypatch.setattr(files, "now", lambda: AFTER_NOON + timedelta(minutes=1))
    assert "Nobody has begun yet" in till.get(at).text
    till.post(f"{at}act/", {"act": "again"})
    [job] = ProcrastinateJob.objects.all()
    assert job.task_name.endswith("read_gift_file")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert "stopped before its end" in till.get(at).text

    till.post(f"{at}act/", {"act": "again"})

    assert ProcrastinateJob.objects.filter(status="todo").count() == 1
    assert "Nobody has begun yet" in till.get(at).text


def test_the_page_reads_no_file_and_asks_no_more_for_many_rows(till, purse):
    def queries(rows):
        at = read(till, purse, "金额,日期\n" + rows)
        with CaptureQueriesContext(connection) as asked:
            till.get(at)
            till.get(f"{at}rows/")
        assert not [one for one in asked if '"giving_giftfile"."content"' in one["sql"]]
        return len(asked)

    few = queries("x,2026-05-01\n" * 3)

    assert queries("x,2026-05-01\n" * 200) <= few


def test_only_who_takes_gifts_comes_in_and_only_to_their_own(till, client, purse, fund):
    at = read(till, purse)

    signed_in(client, a_cashier(a_fund()))
    for page in ("", "rows/", "rows.csv"):
        assert client.get(at + page).status_code == 404
    assert client.post(f"{at}act/", {"act": "take"}).status_code == 404
    signed_in(client, a_manager(fund))
    assert client.get(at).status_code == 403
