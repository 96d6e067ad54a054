"""Letters in bulk: asked for, made piece by piece, kept for some days, forgotten."""

import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import LetterRun

KEPT = timedelta(days=30)


class CannotAskForLetters(Exception):
    """The person is neither handler nor cashier of a fund, or the days are wrong."""


@transaction.atomic
def ask_for_letters(*, kind, language, first_on, last_on, address, by, at):
    """Somebody at a fund asks for letters about the gifts of some days.

    Args:
        address: where the page for verifying stands, with ``https://`` and without what follows the name.

    Raises:
        CannotAskForLetters: with the reason in words.
    """
    writes = funds_of(by, Seat.Role.PROPOSES, Seat.Role.PAYS)
    funds = list(writes.values_list("pk", flat=True))
    if not funds:
        raise CannotAskForLetters(_("Only the handler or the cashier of a fund has letters made."))
    try:
        with transaction.atomic():
            run = LetterRun.objects.create(
                kind=kind,
                language=language,
                funds=funds,
                first_on=first_on,
                last_on=last_on,
                address=address[:200],
                file=None,
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError as refusal:
        raise CannotAskForLetters(in_words(refusal, LetterRun)) from refusal
    note(act="receipts.ask_for_letters", subject=run, by=by, at=at)
    return run


@transaction.atomic
def begin_run(*, run, total, at):
    """The worker begins, or begins again after it died."""
    held = hold_run(run=run)
    _write(held, started_at=held.started_at or at, total=total, done=0)
    return held


@transaction.atomic
def tell_run(*, run, done, at, left_out=0):
    """How many letters are done."""
    _write(hold_run(run=run), done=done, left_out=left_out)


@transaction.atomic
def end_run(*, run, at, file=None, file_name="", says=None, left_out=0):
    """The file is there, or ``says`` why there is none: {"zh", "en"}. A run that ended stays as it ended."""
    held = hold_run(run=run)
    if held.ended_at:
        return held
    done = held.total if file else held.done
    words = json.dumps(says, ensure_ascii=False) if says else ""
    end = {"ended_at": at, "file": file, "file_name": file_name, "says": words}
    _write(held, **end, done=done, left_out=left_out)
    return held


@transaction.atomic
def note_letters_fetched(*, run, by, at):
    """Names and amounts leave the house: that is written down."""
    note(act="receipts.fetch_letters", subject=run, by=by, at=at)


@transaction.atomic
def forget_letters(*, at):
    """The files of letters asked for 30 days ago or longer are gone; that they were asked for stays."""
    old = LetterRun.objects.select_for_update(skip_locked=True).filter(
        asked_at__lte=at - KEPT, forgotten_at=None
    )
    for run in old.defer("file").order_by("pk"):
        _write(run, file=None, file_name="", forgotten_at=at)


def hold_run(*, run):
    """Lock a run until the transaction ends."""
    return LetterRun.objects.select_for_update(of=("self",)).defer("file").get(pk=run.pk)


def _write(run, **values):
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))
