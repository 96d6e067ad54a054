import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of

from .handed_in import LARGEST
from .models import ListRow, PeopleList


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
    row.write(
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
def allow_doubles(*, people_list, why, by, at):
    """Somebody says why so many doubles are right; the list goes on.

    Raises:
        CannotTakeList: no reason is given, or the list is another station's or over.
    """
    row = _held(people_list, by)
    if not why.strip():
        raise CannotTakeList(_("Say in a few words why it is right all the same."))
    if row.is_stopped:
        row.write(allowed_by=by, allowed_at=at, allowed_why=why.strip()[:500])
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
            row.write(take_by=by, take_asked_at=at, done=0)
    except IntegrityError as refusal:
        raise CannotTakeList(in_words(refusal, PeopleList)) from refusal
    note(act="lists.take_in", subject=row, by=by, at=at)
    return row


def hold_list(*, people_list):
    """Lock a list until the transaction ends: whoever else takes it in waits, and sees what was done."""
    return PeopleList.objects.select_for_update(of=("self",)).get(pk=people_list.pk)


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
    row.write(given_up_at=at, content=None, headings="")
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
    row.write(undone_at=at)
    note(act="lists.undo", subject=row, by=by, at=at, why=why.strip()[:500])
    return row


def _held(people_list, by):
    """The list, locked, if it is theirs to go on with."""
    row = hold_list(people_list=people_list)
    if station_of(by) != row.station:
        raise CannotTakeList(_("This list is another station's."))
    if row.is_over:
        raise CannotTakeList(_("This list is over. Hand in the file again to begin anew."))
    return row
