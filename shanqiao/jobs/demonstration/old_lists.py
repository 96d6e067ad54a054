"""A station's workbooks of before: cases that were taken in, and contacts that wait for somebody to say so."""

import csv
import io
from datetime import time, timedelta

from shanqiao.apps.cases.models import Case
from shanqiao.apps.earlier.actions import ask_to_read, ask_to_take_earlier_in, hand_in_earlier
from shanqiao.apps.earlier.models import EarlierList
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.models import SamePerson
from shanqiao.feeds.earlier_columns import COLUMNS
from shanqiao.jobs.lists import find_handed_in
from shanqiao.stories.earlier_taken import take_earlier_in

from .days import DAY, instant


def tell_of_old_lists(*, desk, days):
    """Two cases of before, one ended and one still open; and contacts of both, with one row that is wrong."""
    worker = desk.workers[0]
    residents = _without_case(desk.station)
    if len(residents) < 2:
        return
    ended, still = residents[0], residents[1]
    long_ago = days.begins_on - 700 * DAY
    at = instant(days.last_weekday, time(9, 40))
    cases = [
        _of(
            ended,
            number="2024-017",
            began_on=long_ago,
            source="居委转介",
            problem="家庭照顾压力",
            worker="旧同事",
            state="结案",
            ended_on=long_ago + 190 * DAY,
            ended_why="目标达成",
            words="女儿已能轮流照顾，夫妻恢复往来。",
        ),
        _of(
            still,
            number="2024-031",
            began_on=long_ago + 90 * DAY,
            source="外展探访",
            problem="独居安全",
            state="在办",
            words="每月探访一次，已申请平安钟。",
        ),
    ]
    contacts = [
        _of(
            ended,
            done_on=long_ago + 8 * DAY,
            kind="家访",
            minutes="60",
            words="初次家访，了解照顾情况。",
        ),
        _of(
            still,
            done_on=long_ago + 95 * DAY,
            kind="电访",
            minutes="15分钟",
            words="确认平安钟已安装。",
        ),
        _of(still, done_on="去年冬天", kind="家访", words="送寒衣。"),
    ]
    taken = _read("cases", cases, worker, at=at)
    ask_to_take_earlier_in(earlier_list=taken, whole=False, by_name=False, by=worker, at=at)
    take_earlier_in(earlier_list=taken, at=at)
    _read("contacts", contacts, worker, at=at + timedelta(minutes=20))


def _without_case(station):
    mine = Resident.objects.known_to(station).filter(departures=None).exclude(born_on=None)
    mine = mine.exclude(pk__in=SamePerson.objects.values("resident"))
    mine = mine.exclude(pk__in=SamePerson.objects.values("person"))
    return list(mine.exclude(pk__in=Case.objects.values("resident")).order_by("pk")[:2])


def _of(resident, **cells):
    return {
        "name": resident.name,
        "id_no": resident.id_number,
        "phone": resident.phone,
        "dob": resident.born_on,
        **cells,
    }


def _read(kind, rows, worker, *, at):
    """A list of these rows, handed in and read; it waits for a word."""
    columns = COLUMNS[kind]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns))
    writer.writerow(columns)
    writer.writerows(rows)
    new, _is_new = hand_in_earlier(
        kind=kind,
        name={"cases": "个案台账（旧）.csv", "contacts": "探访记录（旧）.csv"}[kind],
        content=text.getvalue().encode(),
        headings=columns,
        by=worker,
        at=at,
    )
    ask_to_read(earlier_list=new, headings=columns, by=worker, at=at)
    find_handed_in(EarlierList.objects.get(pk=new.pk), at=at)
    return EarlierList.objects.get(pk=new.pk)
