"""What the work behind a file of gifts does: look through its rows, and take them in, some at a time."""

import json
from functools import partial
from itertools import islice

from django.db import transaction
from django.utils.translation import override

from shanqiao.apps.record.actions import note
from shanqiao.apps.registry.models import Organisation

from .filing import hold_gift_file
from .judging import Judge, Row
from .models import FileRow, GiftFile
from .taking import CannotRegisterDonor, CannotTakeGift, Checks, take_gifts

BATCH = 1_000  # rows in one transaction
FIRST = 10  # new rows on the page
LANGUAGES = (("zh", "zh-hans"), ("en", "en"))

# Note [Some rows at a time]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# A worker process may be killed while it takes in a file, and two may take in the same, or two files with the same rows. The
# file says how many of its rows are done. Each batch holds the file from before it asks that until what came of its rows is
# written with the new number, in one transaction: whoever comes second, or again, passes by what is done; a batch that was cut
# off left nothing behind. Files of one charity are taken in turns, batch by batch: what one has written the other knows by its
# key, and two with the same rows in another order never wait for each other in a ring.
#
# What looks like a double was judged when the file was read, and somebody decided. Taken in, it is judged again, beside all
# gifts written down before they did so: those of the file itself are none that its rows look like.


def look_through(*, gift_file, headings, rows, at):
    """Say what would become of each row of a file before anything is taken in. Begun again, it begins anew.

    Args:
        headings: of its columns, as they are written.
        rows: each `judging.Row` or `judging.Wrong`, in the order of the file.
    """
    file = _without_content(gift_file)
    judge, checks = Judge(purse=file.purse, how=file.how), Checks(at=at)
    counts, first_rows, total = _nothing(), [], 0
    for first, some in _some_at_a_time(rows):
        total = first + len(some)
        with transaction.atomic():
            held = hold_gift_file(gift_file=file)
            if not held.is_reading or first not in (0, held.done):  # given up, or begun again
                return
            if first == 0:
                held.rows.all().delete()
            left = [_wrong(file, row) for row in some if not isinstance(row, Row)]
            counts["wrong"] += len(left)
            for one in judge.judge([row for row in some if isinstance(row, Row)]):
                left += _seen(one, file, checks, counts, first_rows)
            FileRow.objects.bulk_create(left)
            held.write(done=total)
    with transaction.atomic():
        held = hold_gift_file(gift_file=file)
        if held.is_reading and held.done in (0, total):
            held.write(
                read_at=at,
                total=total,
                headings=_json(headings),
                first_rows=_json(first_rows),
                **counts,
            )


@transaction.atomic
def cannot_be_used(*, gift_file, says, at):
    """The file as a whole cannot be used, and ``says`` why: {"zh", "en"}."""
    held = hold_gift_file(gift_file=gift_file)
    if held.is_reading:
        held.rows.all().delete()
        held.write(read_at=at, says=_json(says))


def take_rows_in(*, gift_file, rows, at):
    """The good rows become gifts, some at a time; begun again, it goes on. See Note [Some rows at a time].

    Args:
        rows: as for `look_through`, read as on the day the file was read.
    """
    file = _without_content(gift_file)
    if not file.is_taking:
        return
    judge = Judge(purse=file.purse, how=file.how, before=file.take_asked_at)
    for first, some in _some_at_a_time(rows):
        with transaction.atomic():
            held = hold_gift_file(gift_file=file)
            if not held.is_taking:
                return
            done = max(0, held.done - first)
            judge.pass_by(row for row in some[:done] if isinstance(row, Row))
            if some[done:]:
                _take_turn(file.purse.fund.host_id)
                _take(file, held, [r for r in some[done:] if isinstance(r, Row)], judge, at=at)
                held.write(done=first + len(some))
    with transaction.atomic():
        held = hold_gift_file(gift_file=file)
        if held.is_taking:
            held.write(taken_at=at, content=None)
            note(act="giving.take_file", subject=held, by=held.take_by, at=at)


def _take(file, held, rows, judge, *, at):
    """Some rows of a file that is held become gifts; of each other it is kept why."""
    lines = [row.line for row in rows]
    doubles = held.rows.filter(kind=FileRow.Kind.DOUBLE, line__in=lines)
    seen = dict(doubles.values_list("line", "like"))
    held.rows.filter(line__in=lines).delete()
    counts, left, going = _nothing(), [], []
    for one in judge.judge(rows):
        is_double = one.what == "double" or (one.what == "new" and one.row.line in seen)
        counts["suspicious"] += is_double
        counts["suspicious_fen"] += one.row.amount if is_double else 0
        if one.what == "known":
            counts["known"] += 1
        elif one.what == "other":
            left.append(_row_of(file, one, problems=_refused(partial(one.told_of, file))))
        elif is_double and not held.with_doubles:
            left.append(_row_of(file, one, like=one.like or seen.get(one.row.line, "")))
        else:
            going.append(one)
    by = {"by": held.take_by, "at": at}
    outcomes = take_gifts(told=[one.told_of(file) for one in going], **by)
    for one, outcome in zip(going, outcomes, strict=True):
        refused = isinstance(outcome, Exception)
        if refused and (problems := _refused(partial(_taken, one.told_of(file), by))):
            left.append(_row_of(file, one, problems=problems))
        else:
            counts["new"] += 1
            counts["fen"] += one.row.amount
    counts["wrong"] += sum(row.kind == FileRow.Kind.REFUSED for row in left)
    FileRow.objects.bulk_create(left)
    held.write(**{name: getattr(held, name) + more for name, more in counts.items()})


def _seen(one, file, checks, counts, first_rows):
    """Count what would become of a row; a list of what is kept of it."""
    if one.what == "known":
        counts["known"] += 1
        return []
    if problems := _refused(lambda: checks.check(one.told_of(file))):
        counts["wrong"] += 1
        return [_row_of(file, one, problems=problems)]
    if one.what == "double":
        counts["suspicious"] += 1
        counts["suspicious_fen"] += one.row.amount
        return [_row_of(file, one, like=one.like)]
    counts["new"] += 1
    counts["fen"] += one.row.amount
    if len(first_rows) < FIRST:
        row = one.row
        first_rows.append({"name": row.name, "amount": row.amount, "on": row.on.isoformat()})
    return []


def _refused(attempt):
    """What stands in the way of an attempt, in both languages; empty where nothing does."""
    said = {"column": "", "value": ""}
    for name, language in LANGUAGES:
        with override(language):
            try:
                attempt()
            except (CannotTakeGift, CannotRegisterDonor) as refusal:
                said[name] = str(refusal)
            else:
                return []
    return [said]


def _taken(told, by):
    """Once more, for the words of another language; taken it is where nothing stands in the way any more."""
    [outcome] = take_gifts(told=[told], **by)
    if isinstance(outcome, Exception):
        raise outcome


def _row_of(file, one, *, problems=(), like=""):
    return FileRow(
        file=file,
        line=one.row.line,
        kind=FileRow.Kind.REFUSED if problems else FileRow.Kind.DOUBLE,
        cells=_json(list(one.row.cells)),
        problems=_json(problems) if problems else "",
        nth=one.nth,
        like=like,
    )


def _wrong(file, row):
    return FileRow(
        file=file,
        line=row.line,
        kind=FileRow.Kind.WRONG,
        cells=_json(list(row.cells)),
        problems=_json(list(row.problems)),
    )


def _take_turn(host):
    """Whoever takes in a file of this charity at the same moment waits. See Note [Some rows at a time]."""
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=host)


def _without_content(gift_file):
    files = GiftFile.objects.defer("content").select_related("purse__fund__host")
    return files.get(pk=gift_file.pk)


def _nothing():
    return dict.fromkeys(("new", "fen", "known", "wrong", "suspicious", "suspicious_fen"), 0)


def _some_at_a_time(rows):
    """(how many were before, some rows)."""
    rows, before = iter(rows), 0
    while some := list(islice(rows, BATCH)):
        yield before, some
        before += len(some)


def _json(told):
    return json.dumps(told, ensure_ascii=False)
