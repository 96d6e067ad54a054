"""Receipts and letters in bulk: issued where they are missing, set piece by piece, put into one file."""

import io
from functools import partial
from itertools import groupby
from zipfile import ZIP_STORED, ZipFile

from django.db import transaction
from django.utils.timezone import localdate

from shanqiao.apps.receipts.actions import CannotIssue, issue_receipt
from shanqiao.apps.receipts.models import LetterRun
from shanqiao.apps.receipts.queries import gifts_without_receipt
from shanqiao.apps.receipts.runs import begin_run, end_run, tell_run
from shanqiao.feeds.letters import set_letters, square_code
from shanqiao.stories.letters import (
    file_name_of,
    gift_told,
    gifts_for,
    receipt_told,
    receipts_for,
    summary_told,
)

PIECE = 200  # letters in one PDF; more of them become several PDFs in a ZIP
AT_ONCE = (
    50  # receipts issued in one transaction: others of the host wait for that long and no longer
)

NOTHING = {
    "zh": "这些日子里没有可以制作的内容。",
    "en": "There is nothing to make a letter of in these days.",
}


def run_letters(*, run, at):
    """Make the letters that were asked for. A worker that died is followed by another, which begins again."""
    run.refresh_from_db()
    if run.ended_at:
        return run
    left_out = 0
    if run.kind == LetterRun.Kind.RECEIPTS:
        left_out = _issue_the_missing(run, at)
    letters = _letters_of(run, at)
    if not letters:
        return end_run(run=run, at=at, says=NOTHING, left_out=left_out)
    begin_run(run=run, total=len(letters), at=at)
    pieces = []
    for start in range(0, len(letters), PIECE):
        told = [tell() for tell in letters[start : start + PIECE]]
        pieces.append(set_letters(run.kind, told, language=run.language))
        tell_run(run=run, done=start + len(told), left_out=left_out, at=at)
    name, file = _in_one_file(run, pieces)
    return end_run(run=run, file=file, file_name=name, left_out=left_out, at=at)


def _issue_the_missing(run, at):
    """Issue what is missing; how many gifts were left out because none can be issued."""
    waiting = gifts_without_receipt(run.funds, first_on=run.first_on, last_on=run.last_on)
    gifts, left_out = list(waiting), 0
    if gifts:
        begin_run(run=run, total=len(gifts), at=at)
    for start in range(0, len(gifts), AT_ONCE):
        with transaction.atomic():
            for gift in gifts[start : start + AT_ONCE]:
                try:
                    issue_receipt(gift=gift, by=run.asked_by, at=at)
                except CannotIssue:
                    left_out += 1
        tell_run(run=run, done=min(start + AT_ONCE, len(gifts)), left_out=left_out, at=at)
    return left_out


def _letters_of(run, at):
    """For each letter what tells its words, so that not all of them lie in memory."""
    language, day = run.language, localdate(at)
    about = {"address": run.address, "square_code": square_code}
    match run.kind:
        case LetterRun.Kind.RECEIPTS:
            rows = receipts_for(run).select_related("replaces")
            return [partial(receipt_told, row, **about) for row in rows]
        case LetterRun.Kind.CERTIFICATES | LetterRun.Kind.THANKS:
            return [
                partial(gift_told, gift, language=language, day=day, **about)
                for gift in gifts_for(run)
            ]
        case LetterRun.Kind.SUMMARIES:
            by_donor = groupby(gifts_for(run), key=lambda gift: (gift.donor_id, gift.on.year))
            return [
                partial(summary_told, list(gifts), n=n, language=language, day=day)
                for n, (_who, gifts) in enumerate(by_donor)
            ]
        case other:
            raise ValueError(f"no letters of the kind {other}")


def _in_one_file(run, pieces):
    """(its name, its bytes): the PDF, or a ZIP of several."""
    if len(pieces) == 1:
        return file_name_of(run, "pdf"), pieces[0]
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as folder:  # PDFs are compressed already
        for n, piece in enumerate(pieces, start=1):
            folder.writestr(f"{run.kind}-{n:03d}.pdf", piece)
    return file_name_of(run, "zip"), packed.getvalue()
