"""What the work behind a list writes: its rows, what was found, who they became; and that it is forgotten in time."""

import json

from django.db import transaction

from shanqiao.apps.record.actions import note

from .actions import hold_list
from .handed_in import to_forget
from .models import ListRow, PeopleList


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
    over, ends = held.tell_done(at=at)
    if ends:
        note(act="lists.taken", subject=held, by=held.take_by, at=at)
    return over


@transaction.atomic
def forget_lists(*, at):
    """What stations handed in 90 days ago or longer is gone: file, headings and rows; that there was a list stays."""
    for row in to_forget(PeopleList.objects, at=at):
        row.write(content=None, headings="", name="", allowed_why="", forgotten_at=at)
