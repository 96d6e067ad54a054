"""Files of gifts: each row becomes a gift once, however often and in however many files it comes."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.sealing.fields import token_of

from .actions import CannotRegisterDonor, CannotTakeGift, take_gift_from
from .models import Donor, Gift, GiftFile

# Note [A row is known by what it says]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A row with the number of a bank or platform is known by it. One without is known by giver, amount and day, and by how
# many equal rows stand above it in its file: two equal rows may be two gifts of one person, so the second is a gift of
# its own and is shown as a likely double; the same file, or another export with the same rows, adds nothing. Nothing is
# ever dropped because it looks like another.


KEPT = timedelta(days=90)


class CannotTakeFile(Exception):
    """The file was taken in or given up before."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a file that can be read; `line` as a spreadsheet counts."""

    line: int
    name: str
    phone: str
    uscc: str
    amount: int  # fen
    on: date
    reference: str
    wish: str

    @property
    def giver(self):
        if self.uscc:
            kind = Donor.Kind.ENTERPRISE
        else:
            kind = Donor.Kind.PERSON if self.name else Donor.Kind.ANONYMOUS
        return {"kind": kind, "name": self.name, "phone": self.phone, "uscc": self.uscc}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What would become of a row.

    Args:
        what: new, known, or double: new, and so much like another that somebody should look.
        like: the number of the gift it is, or looks like; empty where it is like a row above.
    """

    row: Row
    key: str
    what: str
    like: str = ""


def judge_rows(rows, *, purse, how):
    """What would become of each row; see Note [A row is known by what it says]."""
    keyed = list(_keyed(rows, purse=purse, how=how))
    known = {g.key: g for g in Gift.objects.filter(key__in=[key for _row, key, _nth in keyed])}
    alike = _gifts_like([row for row, _key, _nth in keyed], purse=purse)
    judged, above = [], {}
    for row, key, nth in keyed:
        first = above.setdefault(key, row)
        like = alike.get((row.name, row.amount, row.on))
        if first is not row and replace(first, line=row.line) == row:
            judged.append(Judged(row=row, key=key, what="known"))
        elif key in known:
            judged.append(Judged(row=row, key=key, what="known", like=known[key].number))
        elif nth > 1 or like:
            judged.append(Judged(row=row, key=key, what="double", like=like or ""))
        else:
            judged.append(Judged(row=row, key=key, what="new"))
    return judged


@transaction.atomic
def hand_in_gifts(*, purse, how, name, content, by, at, platform=""):
    """A file of gifts for a purse waits for somebody to look at its rows."""
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
def take_gift_file(*, gift_file, rows, wrong, with_doubles, by, at):
    """The good rows of a file become gifts; the file itself is forgotten.

    Args:
        rows: `Row`s that can be read.
        wrong: how many others there are.
        with_doubles: take the likely doubles too.

    Returns:
        (file, refused): refused rows with their reasons, as (line, words).

    Raises:
        CannotTakeFile: it was taken in or given up before.
    """
    held = _held(gift_file)
    taken, known, doubles, refused = 0, 0, 0, []
    for judged in judge_rows(rows, purse=held.purse, how=held.how):
        doubles += judged.what == "double"
        if judged.what == "known" or (judged.what == "double" and not with_doubles):
            known += judged.what == "known"
            continue
        try:
            _take(judged, held, by=by, at=at)
        except (CannotTakeGift, CannotRegisterDonor) as refusal:
            refused.append((judged.row.line, str(refusal)))
        else:
            taken += 1
    GiftFile.objects.filter(pk=held.pk).update(
        taken_at=at,
        content=None,
        new=taken,
        known=known,
        wrong=wrong + len(refused),
        suspicious=doubles,
    )
    note(act="giving.take_file", subject=held, by=by, at=at)
    held.refresh_from_db()
    return held, refused


@transaction.atomic
def give_up_gift_file(*, gift_file, by, at):
    """Nothing of a file is taken in, and it is forgotten at once.

    Raises:
        CannotTakeFile: it was taken in or given up before.
    """
    held = _held(gift_file)
    GiftFile.objects.filter(pk=held.pk).update(given_up_at=at, content=None)
    note(act="giving.give_up_file", subject=held, by=by, at=at)


def forget_gift_files(*, at):
    """What was handed in 90 days ago or longer is gone: file and name; how many of its rows became gifts stays.

    Returns:
        how many files went.
    """
    old = GiftFile.objects.filter(at__lte=at - KEPT).exclude(name="", content=None)
    return old.update(content=None, name="")


def _take(judged, gift_file, *, by, at):
    row = judged.row
    wish = Gift.Wish.DESIGNATED if row.wish else Gift.Wish.POOLED
    return take_gift_from(
        giver=row.giver,
        purse=gift_file.purse,
        amount=row.amount,
        how=gift_file.how,
        platform=gift_file.platform,
        key=judged.key,
        on=row.on,
        reference=row.reference,
        wish=wish,
        wish_words=row.wish,
        by=by,
        at=at,
    )


def _held(gift_file):
    held = GiftFile.objects.select_for_update(of=("self",)).get(pk=gift_file.pk)
    if held.taken_at or held.given_up_at:
        raise CannotTakeFile(_("This file was taken in or given up already."))
    return held


def _keyed(rows, *, purse, how):
    """Each row with its key, and the how-manieth of equal rows it is."""
    seen = Counter()
    for row in rows:
        if row.reference:
            says = ("reference", how, row.reference)
        else:
            says = ("row", row.name, row.phone, row.uscc, row.amount, row.on.isoformat())
        seen[says] += 1
        nth = seen[says]
        counted = says if row.reference else (*says, nth)
        text = "\x1f".join(map(str, (purse.fund.host_id, *counted)))
        yield row, f"file {token_of(text, place='giving.file.row')}", nth


def _gifts_like(rows, *, purse):
    """{(name, amount, day): number} of gifts that stand, of this charity, on the days and of the sums of these rows."""
    found = Gift.objects.standing().filter(
        donor__host=purse.fund.host_id,
        on__in={row.on for row in rows},
        amount__in={row.amount for row in rows},
    )
    return {(g.donor.name, g.amount, g.on): g.number for g in found.select_related("donor")}
