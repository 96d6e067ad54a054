"""Old lists of cases and contacts, as a station hands them in; everybody on them is made up."""

import json
from datetime import date, timedelta

from shanqiao.apps.earlier.actions import ask_to_read, ask_to_take_earlier_in, hand_in_earlier
from shanqiao.apps.earlier.models import EarlierList
from shanqiao.feeds.earlier_columns import COLUMNS
from shanqiao.jobs.lists import find_handed_in
from shanqiao.stories.earlier_taken import take_earlier_in
from tests.cases import Casework
from tests.factories import NOON, a_resident

LATER = NOON + timedelta(minutes=5)
WEIQIANG = "钟离伟强"
BORN = date(1958, 3, 12)


class Desk(Casework):
    """A station whose resident 钟离伟强 was born on 1958-03-12."""

    def __init__(self):
        super().__init__()
        self.weiqiang = a_resident(
            worker=self.worker, name=WEIQIANG, born_on=BORN, phone="13912340987"
        )


def case(name=WEIQIANG, **cells):
    """A row of cases: of somebody found by the birthday, ended unless it says otherwise."""
    facts = {
        "name": name,
        "dob": "1958-03-12",
        "number": "2023-01",
        "began_on": "2023-05-04",
        "state": "结案",
        "words": "已能自理",
        **cells,
    }
    return _row("cases", facts)


def still_open(name=WEIQIANG, **cells):
    return case(name, **{"state": "在办", **cells})


def contact(name=WEIQIANG, **cells):
    facts = {
        "name": name,
        "dob": "1958-03-12",
        "done_on": "2023-05-09",
        "kind": "家访",
        "minutes": "60",
        "words": "初次家访",
        **cells,
    }
    return _row("contacts", facts)


def an_old_list(*rows, by, kind="cases", read=True, name="个案台账.csv", at=NOON):
    """A list of these rows; read, so that it waits for a word, unless ``read`` says otherwise."""
    content = "\n".join([",".join(COLUMNS[kind].values()), *rows]).encode()
    new, _is_new = hand_in_earlier(
        kind=kind, name=name, content=content, headings=COLUMNS[kind], by=by, at=at
    )
    return look(new, by=by, at=at) if read else new


def look(earlier_list, *, by, at=NOON, headings=None):
    """Say what would come of the rows, if ``by`` took them in."""
    taken = headings or COLUMNS[earlier_list.kind]
    ask_to_read(earlier_list=earlier_list, headings=taken, by=by, at=at)
    find_handed_in(EarlierList.objects.get(pk=earlier_list.pk), at=at)
    return EarlierList.objects.get(pk=earlier_list.pk)


def taken(earlier_list, *, by, whole=False, by_name=False, at=LATER):
    ask_to_take_earlier_in(earlier_list=earlier_list, whole=whole, by_name=by_name, by=by, at=at)
    take_earlier_in(earlier_list=earlier_list, at=at)
    earlier_list.refresh_from_db()
    return earlier_list


def answers(earlier_list):
    return list(earlier_list.rows.order_by("line").values_list("answer", flat=True))


def came(earlier_list):
    return list(earlier_list.rows.order_by("line").values_list("became", flat=True))


def why_wrong(earlier_list):
    """What is said of the one wrong row."""
    [row] = earlier_list.rows.filter(answer="wrong")
    return " ".join(problem["en"] for problem in json.loads(row.problems))


def _row(kind, facts):
    return ",".join(facts.get(column, "") for column in COLUMNS[kind])
