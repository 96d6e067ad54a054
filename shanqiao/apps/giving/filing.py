"""Files of gifts: handed in, looked at by somebody, asked to be taken in or given up; forgotten in time."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of

from .models import FileRow, GiftFile

KEPT = timedelta(days=90)
STUCK_AFTER = timedelta(days=1)  # nobody is still taking in a file after that


class CannotTakeFile(Exception):
    """The file was taken in or given up before, or is not read yet."""


@transaction.atomic
def hand_in_gifts(*, purse, how, name, content, by, at, platform=""):
    """A file of gifts for a purse waits to be read, and then for somebody to look at its rows."""
    gift_file = GiftFile.objects.create(
        purse=purse,
        how=how,
        platform=platform,
        name=name[:120],
        content=content,
        digest=token_of(content.hex(), place="giving.file"),
        by=by,
        at=at,
    )
    note(act="giving.hand_in", subject=gift_file, by=by, at=at)
    return gift_file


@transaction.atomic
def ask_to_take_gifts(*, gift_file, with_doubles, by, at):
    """The good rows of a file shall become gifts. Pressed twice, it is asked once.

    Args:
        with_doubles: what looks like a double is a gift of its own too.

    Raises:
        CannotTakeFile: with the reason in words.
    """
    held = hold_gift_file(gift_file=gift_file)
    if held.is_taking:
        return held
    if held.is_over:
        raise CannotTakeFile(_("This file was taken in or given up already."))
    unreadable = held.rows.filter(kind=FileRow.Kind.WRONG).count()
    try:
        with transaction.atomic():
            held.write(
                take_by=by,
                take_asked_at=at,
                with_doubles=with_doubles,
                wrong=unreadable,
                first_rows="",
                **dict.fromkeys(("done", "new", "fen", "known", "suspicious", "suspicious_fen"), 0),
            )
    except IntegrityError as refusal:
        raise CannotTakeFile(in_words(refusal, GiftFile)) from refusal
    note(act="giving.ask_to_take_file", subject=held, by=by, at=at)
    return held


@transaction.atomic
def give_up_gift_file(*, gift_file, by, at):
    """Nothing of a file is taken in, and it is forgotten at once.

    Raises:
        CannotTakeFile: it was taken in or given up before, or is being taken in.
    """
    held = hold_gift_file(gift_file=gift_file)
    if held.is_over:
        raise CannotTakeFile(_("This file was taken in or given up already."))
    if held.is_taking:
        raise CannotTakeFile(_("This file is being taken in already."))
    held.rows.all().delete()
    held.write(given_up_at=at, content=None, headings="", first_rows="")
    note(act="giving.give_up_file", subject=held, by=by, at=at)


@transaction.atomic
def forget_gift_files(*, at):
    """What was handed in 90 days ago or longer is gone: file, name and rows; how many became gifts stays.

    One that is being taken in at this moment waits for the next night.

    Returns:
        how many files went.
    """
    old = GiftFile.objects.filter(at__lte=at - KEPT).exclude(name="", content=None)
    old = old.exclude(take_asked_at__gt=at - STUCK_AFTER, taken_at=None)
    FileRow.objects.filter(file__in=old).delete()
    return old.update(content=None, name="", headings="", first_rows="")


def hold_gift_file(*, gift_file):
    """Lock a file until the transaction ends: whoever else works on it waits, and sees what was done."""
    held = GiftFile.objects.select_for_update(of=("self",)).defer("content")
    return held.get(pk=gift_file.pk)
