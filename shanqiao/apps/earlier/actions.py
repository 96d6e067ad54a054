"""A station hands in an old list, looks at what would come of it, and takes it in or does not."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.lists.handed_in import LARGEST
from shanqiao.apps.people.queries import station_of, supervises_station
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of

from .models import EarlierList, EarlierRow


class CannotTakeEarlier(Exception):
    """The list is another's, too large, over, or not so far yet; with what to do instead."""


@transaction.atomic
def hand_in_earlier(*, kind, name, content, headings, by, at):
    """A station hands in an old list of cases or of contacts. The same file opens the list that is there.

    One that was taken in, but for some rows, may be handed in again once their residents are registered: what is there
    already is known then.

    Args:
        content: the bytes of a CSV or XLSX file, at most ``LARGEST``.
        headings: {column: heading of the file}, as recognised.

    Returns:
        (list, is_new)

    Raises:
        CannotTakeEarlier: the person works at no station, the file is empty or too large, or a colleague handed it in.
    """
    station = station_of(by)
    if station is None:
        raise CannotTakeEarlier(_("Only social workers of a station take in lists."))
    if not content or len(content) > LARGEST:
        raise CannotTakeEarlier(
            _("The file is empty or larger than 8 MB. Please divide it and hand in the parts.")
        )
    digest = token_of(hashlib.sha256(content).hexdigest(), place="earlier.file")
    same = EarlierList.objects.filter(station=station, kind=kind, digest=digest)
    there = same.filter(given_up_at=None, undone_at=None, forgotten_at=None)
    left_out = EarlierRow.objects.filter(became=EarlierRow.Became.LEFT_OUT)
    whole = there.exclude(taken_at=None).exclude(pk__in=left_out.values("earlier_list"))
    if known := whole.order_by("-pk").first():
        return _known(known, by), False
    try:
        with transaction.atomic():
            new = EarlierList.objects.create(
                station=station,
                kind=kind,
                name=name[:200],
                digest=digest,
                content=content,
                headings=json.dumps(headings, ensure_ascii=False),
                handed_in_by=by,
                handed_in_at=at,
            )
    except IntegrityError:
        return _known(there.get(taken_at=None), by), False
    note(act="earlier.hand_in", subject=new, by=by, at=at)
    return new, True


@transaction.atomic
def ask_to_read(*, earlier_list, headings, by, at):
    """The headings are right: read the list and say of each row what would come of it if ``by`` took it in.

    Raises:
        CannotTakeEarlier: it is another's, over, being read, or being taken in.
    """
    row = _held(earlier_list, by)
    if row.take_asked_at:
        raise CannotTakeEarlier(_("This list is being taken in already; its headings stay."))
    if row.is_comparing:
        return row
    row.rows.all().delete()
    row.write(
        headings=json.dumps(headings, ensure_ascii=False),
        compare_by=by,
        compare_asked_at=at,
        compared_at=None,
        **dict.fromkeys(("total", "done", "wrong"), 0),
        says="",
    )
    note(act="earlier.read", subject=row, by=by, at=at)
    return row


@transaction.atomic
def ask_to_take_earlier_in(*, earlier_list, whole, by_name, by, at):
    """Take in the good rows. Pressed twice, they are taken in once.

    Args:
        whole: refuse all of it where any row is wrong.
        by_name: whether also those rows whose resident was found by the name alone.

    Raises:
        CannotTakeEarlier: with what to do first.
    """
    row = _held(earlier_list, by)
    if row.take_asked_at:
        return row
    if row.compared_at and row.compare_by != by:
        raise CannotTakeEarlier(
            _(
                "What would come of the rows was worked out for %(who)s. Nothing was taken in; look at the columns and "
                "have it read anew, so that you see what comes of them in your name."
            )
            % {"who": row.compare_by}
        )
    if whole and row.wrong:
        raise CannotTakeEarlier(
            _("Some rows are wrong, so nothing was taken in. Mend the file and hand it in again.")
        )
    try:
        with transaction.atomic():
            row.write(take_by=by, take_asked_at=at, by_name=by_name, done=0)
    except IntegrityError as refusal:
        raise CannotTakeEarlier(in_words(refusal, EarlierList)) from refusal
    note(act="earlier.take_in", subject=row, by=by, at=at)
    return row


@transaction.atomic
def give_up_earlier(*, earlier_list, by, at):
    """Nothing of the list is taken in; the file and its rows are forgotten at once.

    Raises:
        CannotTakeEarlier: it is another's, over, or being taken in.
    """
    row = _held(earlier_list, by)
    if row.take_asked_at:
        raise CannotTakeEarlier(_("This list is being taken in already. Undo it when it is done."))
    row.rows.all().delete()
    row.write(given_up_at=at, content=None, headings="")
    note(act="earlier.give_up", subject=row, by=by, at=at)
    return row


@transaction.atomic
def write_earlier_undone(*, earlier_list, why, by, at):
    """What the list brought counts no longer; nothing is deleted.

    Raises:
        CannotTakeEarlier: it is another's, over, not taken in yet, or no reason is given.
    """
    row = _held(earlier_list, by)
    if not row.taken_at:
        raise CannotTakeEarlier(_("This list is not taken in yet, so there is nothing to undo."))
    if not why.strip():
        raise CannotTakeEarlier(_("Say in a few words why."))
    row.earliercases.update(undone_at=at)
    row.earliercontacts.update(undone_at=at)
    row.write(undone_at=at)
    note(act="earlier.undo", subject=row, by=by, at=at, why=why.strip()[:500])
    return row


def hold_earlier(*, earlier_list):
    """Lock a list until the transaction ends: whoever else takes it in waits, and sees what was done."""
    return EarlierList.objects.select_for_update(of=("self",)).get(pk=earlier_list.pk)


def _held(earlier_list, by):
    """The list, locked, if it is theirs to go on with. See Note [Who reads an old list]."""
    row = hold_earlier(earlier_list=earlier_list)
    if station_of(by) != row.station:
        raise CannotTakeEarlier(_("This list is another station's."))
    if not _is_theirs(row, by):
        raise CannotTakeEarlier(
            _("Only who handed the list in and the supervisor of the station go on with it.")
        )
    if row.is_over:
        raise CannotTakeEarlier(_("This list is over. Hand in the file again to begin anew."))
    return row


def _known(row, by):
    """A list that is there already, for those who may go on with it."""
    if not _is_theirs(row, by):
        raise CannotTakeEarlier(
            _("%(who)s has handed in this file already. Please ask them how far it is.")
            % {"who": row.handed_in_by}
        )
    return row


def _is_theirs(row, by):
    return row.handed_in_by == by or supervises_station(by) == row.station
