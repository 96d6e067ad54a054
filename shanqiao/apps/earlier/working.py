"""What the work behind an old list writes: its rows, what came of them; and that it is forgotten in time."""

import json

from django.db import transaction

from shanqiao.apps.lists.handed_in import to_forget
from shanqiao.apps.record.actions import note

from .actions import hold_earlier
from .models import EarlierCase, EarlierContact, EarlierList, EarlierRow


@transaction.atomic
def tell_how_many(*, earlier_list, rows, at):
    """How many rows were read, so that whoever waits knows."""
    held = hold_earlier(earlier_list=earlier_list)
    if held.is_comparing:
        held.write(total=rows)


@transaction.atomic
def write_read(*, earlier_list, rows, at):
    """What would come of each row; the list waits for its word. A second time nothing is written.

    Args:
        rows: each with ``line``, ``cells`` {column: text}, ``problems`` (empty where none), ``answer``, ``same_as``,
            ``resident`` (an identity or None) and ``by_name``.

    Returns:
        whether it was written.
    """
    held = hold_earlier(earlier_list=earlier_list)
    if not held.is_comparing:
        return False
    held.rows.all().delete()
    new = [
        EarlierRow(
            earlier_list=held,
            line=row["line"],
            cells=_json(row["cells"]),
            problems=_json(row["problems"]),
            answer=row["answer"],
            same_as=row["same_as"],
            resident_id=row["resident"],
            by_name=row["by_name"],
        )
        for row in rows
    ]
    EarlierRow.objects.bulk_create(new, batch_size=1_000)
    wrong = sum(row["answer"] == EarlierRow.Answer.WRONG for row in rows)
    held.write(total=len(rows), done=len(rows), wrong=wrong, compared_at=at)
    return True


@transaction.atomic
def write_unusable(*, earlier_list, says, at):
    """The list cannot be used, and ``says`` why: {"zh", "en"}."""
    held = hold_earlier(earlier_list=earlier_list)
    if held.is_comparing:
        held.write(says=_json(says))


@transaction.atomic
def write_earlier_case(*, row, mark, case, opened, at, **facts):
    """A row of a list becomes a case of before. See Note [The same row comes once]."""
    return EarlierCase.objects.create(**_of(row, mark), case=case, opened=opened, **facts)


@transaction.atomic
def write_earlier_contact(*, row, mark, at, **facts):
    """A row of a list becomes a contact of before. See Note [The same row comes once]."""
    return EarlierContact.objects.create(**_of(row, mark), **facts)


@transaction.atomic
def write_what_became(*, row, became, at, says=None):
    """What came of a row; what is written in it is forgotten."""
    problems = {"problems": _json([says])} if says else {}
    EarlierRow.objects.filter(pk=row.pk, became="").update(became=became, cells="", **problems)


@transaction.atomic
def tell_how_far(*, earlier_list, at):
    """How many rows are done; once all are, the list is taken in and its file is gone.

    Returns:
        whether it is taken in.
    """
    held = hold_earlier(earlier_list=earlier_list)
    over, ends = held.tell_done(at=at)
    if ends:
        note(act="earlier.taken", subject=held, by=held.take_by, at=at)
    return over


@transaction.atomic
def forget_earlier_lists(*, at):
    """What stations handed in 90 days ago or longer is gone: file, headings and rows; what was taken in stays."""
    for row in to_forget(EarlierList.objects, at=at):
        row.write(content=None, headings="", name="", forgotten_at=at)


def _of(row, mark):
    held = row.earlier_list
    return {
        "earlier_list": held,
        "line": row.line,
        "station": held.station,
        "resident_id": row.resident_id,
        "mark": mark,
    }


def _json(value):
    return json.dumps(value, ensure_ascii=False) if value else ""
