"""What the worker process does with a file of gifts, once or twice."""

from datetime import timedelta

import pytest

from shanqiao.apps.giving.filing import ask_to_take_gifts
from shanqiao.apps.giving.models import FileRow, Gift, GiftFile
from shanqiao.apps.giving.queries import headings_of, told_of_row
from shanqiao.jobs import tasks
from tests.factories import NOON
from tests.gift_files import a_purse_that_gets, handed_in

pytestmark = pytest.mark.django_db
FILE = "名单\n捐赠人,金额,日期\n何善心,20,2026-05-06\n李爱心,5,2026-05-07\n错,x,2026-05-01\n"
LATER = NOON + timedelta(days=2)


@pytest.fixture
def at(monkeypatch):
    def it_is(then):
        monkeypatch.setattr(tasks, "now", lambda: then)

    it_is(NOON)
    return it_is


def test_the_worker_reads_a_file_takes_it_in_and_forgets_it(at):
    file = handed_in(a_purse_that_gets(), content=FILE.encode())

    for _ in range(2):
        tasks.read_gift_file(file_id=file.pk)
    file.refresh_from_db()
    assert (file.read_at, file.total, file.new, file.wrong) == (NOON, 3, 1, 2)
    assert headings_of(file) == ["捐赠人", "金额", "日期"]
    ask_to_take_gifts(gift_file=file, with_doubles=False, by=file.by, at=LATER)
    at(
        LATER
    )  # the day that was still ahead has come; what was shown to be wrong is left out all the same
    for _ in range(2):
        tasks.take_gift_file_in(file_id=file.pk)

    gift = Gift.objects.get()
    assert (gift.donor.name, gift.amount, gift.by, gift.at) == ("何善心", 2_000, file.by, LATER)
    assert [told_of_row(row)[1][0] for row in FileRow.objects.order_by("line")] == ["李爱心", "错"]
    assert GiftFile.objects.get().content is None
    at(NOON + timedelta(days=90))
    tasks.forget_old_gift_files(timestamp=0)
    assert GiftFile.objects.get().name == "" and not FileRow.objects.exists()


def test_a_file_that_cannot_be_used_says_why_in_both_languages(at):
    file = handed_in(a_purse_that_gets(), content=b"x,y\n1,2\n")

    tasks.read_gift_file(file_id=file.pk)

    file.refresh_from_db()
    assert "No row of headings" in file.says and "没有找到标题行" in file.says
    tasks.take_gift_file_in(file_id=file.pk)
    assert GiftFile.objects.get().taken_at is None
