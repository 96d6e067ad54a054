import hashlib
import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of

from .models import ListRow, PeopleList

LARGEST = 8 * 1024 * 1024  # bytes
MOST_ROWS = 20_000
KEPT = timedelta(days=90)
GIVEN_UP_ON = timedelta(days=1)  # nobody is still taking in a list after that


class CannotTakeList(Exception):
    """The list is another station's, too large, over, or not so far yet; with what to do instead."""


@transaction.atomic
def hand_in_list(*, name, content, headings, by, at):
    """A station hands in a list of people. The same file opens the list that is there.

    Args:
        content: the bytes of a CSV or XLSX file, at most ``LARGEST``.
        headings: {column of a register: heading of the file}, as recognised.

    Returns:
        (list, is_new)

    Raises:
        CannotTakeList: the person works at no station, or the file is empty or too large.
    """
    station = station_of(by)
    if station is None:
        raise CannotTakeList(_("Only social workers of a station take in lists."))
    if not content or len(content) > LARGEST:
        raise CannotTakeList(
            _("The file is empty or larger than 8 MB. Please divide it and hand in the parts.")
        )
    digest = token_of(hashlib.sha256(content).hexdigest(), place="lists.file")
    there = PeopleList.objects.filter(
        station=station, digest=digest, given_up_at=None, undone_at=None, forgotten_at=None
    )
    try:
        with transaction.atomic():
            new = PeopleList.objects.create(
                station=station,
                name=name[:200],
                digest=digest,
                content=content,
                headings=json.dumps(headings, ensure_ascii=False),
                handed_in_by=by,
                handed_in_at=at,
            )
    except IntegrityError:
        return there.get(), False
    note(act="lists.hand_in", subject=new, by=by, at=at)
    return new, True


@transaction.atomic
def ask_to_compare(*, people_list, headings, by, at):
    """The headings are right: compare the list. Asked anew with other headings, what was found before is forgotten.

    Raises:
        CannotTakeList: it is another station's, over, being compared, or being taken in.
    """
    row = _held(people_list, by)
    if row.take_asked_at:
        raise CannotTakeList(_("This list is being taken in already; its headings stay."))
    if row.is_comparing:
        return row
    row.rows.all().delete()
    _set(
        row,
        headings=json.dumps(headings, ensure_ascii=False),
        compare_by=by,
        compare_asked_at=at,
        **dict.fromkeys(("compared_at", "allowed_by", "allowed_at")),
        **dict.fromkeys(("total", "done", "wrong", "doubles"), 0),
        **dict.fromkeys(("says", "allowed_why"), ""),
    )
    note(act="lists.compare", subject=row, by=by, at=at)
    return row


@transaction.atomic
def write_rows(*, people_list, rows, at):
    """The rows of a list as they were read; a second time nothing is written.

    Args:
        rows: each with ``line``, ``cells`` {column: text}, ``problems`` (empty where none), ``answer`` (a ListRow.Answer
            as far as it is clear before comparing) and ``same_as``.
    """
    held = PeopleList.objects.select_for_update().get(pk=people_list.pk)
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
    _set(held, total=len(rows), done=sum(bool(row["answer"]) for row in rows))


@transaction.atomic
def write_answers(*, answers, people_list, at):
    """What the comparison said of some rows; rows that have an answer keep it.

    Args:
        answers: {row: {"answer", and where there is one "match_id", "probability", "problems"}}.
    """
    held = PeopleList.objects.select_for_update().get(pk=people_list.pk)
    for row, said in answers.items():
        if "problems" in said:
            said = {**said, "problems": json.dumps(said["problems"], ensure_ascii=False)}
        ListRow.objects.filter(pk=row, answer="").update(**said)
    _set(held, done=held.rows.exclude(answer="").count())


@transaction.atomic
def end_comparison(*, people_list, at, says=""):
    """The list is compared; or it cannot be used, and ``says`` why."""
    held = PeopleList.objects.select_for_update().get(pk=people_list.pk)
    if not held.is_comparing:
        return held
    answers = ListRow.Answer
    doubles = held.rows.filter(answer__in=[answers.AGAIN, answers.HERE, answers.ELSEWHERE])
    counts = {
        "wrong": held.rows.filter(answer=answers.WRONG).count(),
        "doubles": doubles.count(),
    }
    _set(held, says=says, compared_at=None if says else at, **({} if says else counts))
    return held


@transaction.atomic
def allow_doubles(*, people_list, why, by, at):
    """Somebody says why so many doubles are right; the list goes on.

    Raises:
        CannotTakeList: no reason is given, or the list is another station's or over.
    """
    row = _held(people_list, by)
    if not why.strip():
        raise CannotTakeList(_("Say in a few words why it is right all the same."))
    if row.is_stopped:
        _set(row, allowed_by=by, allowed_at=at, allowed_why=why.strip()[:500])
        note(act="lists.allow_doubles", subject=row, by=by, at=at, why=why.strip()[:500])
    return row


@transaction.atomic
def ask_an_adjudicator(*, row, asks, by, at):
    """Whether the pair of a doubtful row is put before an adjudicator when the list is taken in.

    Raises:
        CannotTakeList: the list is another station's, or being taken in.
    """
    held = _held(row.people_list, by)
    if held.take_asked_at:
        raise CannotTakeList(_("This list is being taken in already; nothing was changed."))
    ListRow.objects.filter(pk=row.pk).update(asks=asks)
    note(act="lists.ask_adjudicator" if asks else "lists.ask_nobody", subject=held, by=by, at=at)


@transaction.atomic
def ask_to_take_in(*, people_list, whole, by, at):
    """Take in the good rows. Pressed twice, it is taken in once.

    Args:
        whole: refuse all of it where any row is wrong.

    Raises:
        CannotTakeList: with what to do first.
    """
    row = _held(people_list, by)
    if row.take_asked_at:
        return row
    if whole and row.wrong:
        raise CannotTakeList(
            _("Some rows are wrong, so nothing was taken in. Mend the file and hand it in again.")
        )
    try:
        with transaction.atomic():
            _set(row, take_by=by, take_asked_at=at, done=0)
    except IntegrityError as refusal:
        raise CannotTakeList(in_words(refusal, PeopleList)) from refusal
    note(act="lists.take_in", subject=row, by=by, at=at)
    return row


def hold_list(*, people_list):
    """Lock a list until the transaction ends: whoever else takes it in waits, and sees what was done."""
    return PeopleList.objects.select_for_update(of=("self",)).get(pk=people_list.pk)


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
    _set(held, done=done, **end)
    if end:
        note(act="lists.taken", subject=held, by=held.take_by, at=at)
    return over


@transaction.atomic
def give_up_list(*, people_list, by, at):
    """Nothing of the list is taken in; the file and its rows are forgotten at once.

    Raises:
        CannotTakeList: it is another station's, over, or being taken in.
    """
    row = _held(people_list, by)
    if row.take_asked_at:
        raise CannotTakeList(_("This list is being taken in already. Undo it when it is done."))
    row.rows.all().delete()
    _set(row, given_up_at=at, content=None, headings="")
    note(act="lists.give_up", subject=row, by=by, at=at)
    return row


@transaction.atomic
def write_undone(*, people_list, by, at, why):
    """What the list brought is taken back; the rows stay and say who they became.

    Raises:
        CannotTakeList: it is another station's, over, or not taken in yet.
    """
    row = _held(people_list, by)
    if not row.taken_at:
        raise CannotTakeList(_("This list is not taken in yet, so there is nothing to undo."))
    if not why.strip():
        raise CannotTakeList(_("Say in a few words why."))
    _set(row, undone_at=at)
    note(act="lists.undo", subject=row, by=by, at=at, why=why.strip()[:500])
    return row


@transaction.atomic
def forget_lists(*, at):
    """What stations handed in 90 days ago or longer is gone: file, headings and rows; that there was a list stays.

    One that is being taken in at this moment waits for the next night.
    """
    old = PeopleList.objects.select_for_update(skip_locked=True).filter(
        handed_in_at__lte=at - KEPT, forgotten_at=None
    )
    for row in old.order_by("pk"):
        if row.is_taking and row.take_asked_at > at - GIVEN_UP_ON:
            continue
        row.rows.all().delete()
        _set(row, content=None, headings="", name="", allowed_why="", forgotten_at=at)


def _held(people_list, by):
    """The list, locked, if it is theirs to go on with."""
    row = hold_list(people_list=people_list)
    if station_of(by) != row.station:
        raise CannotTakeList(_("This list is another station's."))
    if row.is_over:
        raise CannotTakeList(_("This list is over. Hand in the file again to begin anew."))
    return row


def _set(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
