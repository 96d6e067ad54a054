"""What the work behind a list writes: its rows, what was found, who they became; and that it is forgotten in time."""

import json
from datetime import timedelta

from django.db import transaction

from shanqiao.apps.record.actions import note

from .actions import hold_list
from .models import ListRow, PeopleList

KEPT = timedelta(days=90)
STUCK_AFTER = timedelta(days=1)  # nobody is still taking in a list after that


@transaction.atomic
def write_rows(*, people_list, rows, at):
    """The rows of a list as they were read; a second time nothing is written.

    Args:
        rows: each with ``line``, ``cells`` {column: text}, ``problems`` (empty where none), ``answer`` (a ListRow.Answer
            as far as it is clear before comparing) and ``same_as``.
    """
    held = hold_list(people_list=people_list)
    if held.total or not held.is_comparing:
        return
    new = [
        ListRow(
            people_list=held,
            line=row["line"],
            cells=json.dumps(row["cells"], ensure_ascii=False),
            problems=json.dumps(row["problems"], ensure_ascii=False) if row["problems"] else "",
            answer=row["answer"],
            same_as=row["same_as"],
        )
        for row in rows
    ]
    ListRow.objects.bulk_create(new, batch_size=1_000)
    held.write(total=len(rows), done=sum(bool(row["answer"]) for row in rows))


@transaction.atomic
def write_answers(*, answers, people_list, at):
    """What the comparison said of some rows; rows that have an answer keep it.

    Args:
        answers: {row: {"answer", and where there is one "match_id", "probability", "problems"}}.
    """
    held = hold_list(people_list=people_list)
    for row, said in answers.items():
        if "problems" in said:
            said = {**said, "problems": json.dumps(said["problems"], ensure_ascii=False)}
        ListRow.objects.filter(pk=row, answer="").update(**said)
    held.write(done=held.rows.exclude(answer="").count())


@transaction.atomic
def end_comparison(*, people_list, at, says=None):
    """The list is compared; or it cannot be used, and ``says`` why: {"zh", "en"}."""
    held = hold_list(people_list=people_list)
    if not held.is_comparing:
        return held
    answers = ListRow.Answer
    doubles = held.rows.filter(answer__in=[answers.AGAIN, answers.HERE, answers.ELSEWHERE])
    counts = {
        "wrong": held.rows.filter(answer=answers.WRONG).count(),
        "doubles": doubles.count(),
    }
    if says:
        held.write(says=json.dumps(says, ensure_ascii=False))
    else:
        held.write(compared_at=at, **counts)
    return held


@transaction.atomic
def write_became(*, row, became, at, resident=None, says=""):
    """What came of a row: who it became, or why nobody. See `hold_list`."""
    problems = {"problems": json.dumps([says], ensure_ascii=False)} if says else {}
    ListRow.objects.filter(pk=row.pk, became="").update(
        became=became, resident=resident, cells="", **problems
    )
    return row


@transaction.atomic
def tell_progress(*, people_list, at):
    """How many rows are done; once all are, the list is taken in and its file is gone.

    Returns:
        whether it is taken in.
    """
    held = hold_list(people_list=people_list)
    done = held.rows.exclude(became="").count()
    over = done == held.total
    end = {"taken_at": at, "content": None} if over and not held.taken_at else {}
    held.write(done=done, **end)
    if end:
        note(act="lists.taken", subject=held, by=held.take_by, at=at)
    return over


@transaction.atomic
def forget_lists(*, at):
    """What stations handed in 90 days ago or longer is gone: file, headings and rows; that there was a list stays.

    One that is being taken in at this moment waits for the next night.
    """
    old = PeopleList.objects.select_for_update(skip_locked=True).filter(
        handed_in_at__lte=at - KEPT, forgotten_at=None
    )
    for row in old.order_by("pk"):
        if row.is_taking and row.take_asked_at > at - STUCK_AFTER:
            continue
        row.rows.all().delete()
        row.write(content=None, headings="", name="", allowed_why="", forgotten_at=at)
