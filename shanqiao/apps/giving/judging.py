"""What would become of the rows of a file of gifts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from shanqiao.apps.sealing.fields import token_of

from .models import Donor, Gift
from .taking import CannotTakeGift, Told

# Note [A row is known by what it says]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A row with the number of a bank or platform is known by it. One without is known by giver, amount and day, and by how
# many equal rows stand above it in its file: two equal rows may be two gifts of one person, so the second is a gift of
# its own and is shown as a likely double; the same file, or another export with the same rows, adds nothing. Nothing is
# ever dropped because it looks like another; and a number that a gift of another sum or day bears is told of, as a mistake.
# A row that was left out goes back with the how-manieth it was, so that it is the same when it is handed in without the others.

_LIKE = """
    SELECT told.name, told.amount, told.day, alike.id
    FROM unnest(%(names)s::text[], %(amounts)s::bigint[], %(days)s::date[]) AS told(name, amount, day)
    CROSS JOIN LATERAL (
        SELECT gift.id FROM giving_donor AS donor JOIN giving_gift AS gift ON gift.donor_id = donor.id
        WHERE donor.host_id = %(host)s AND donor.name = told.name
          AND gift."on" = told.day AND gift.amount = told.amount
          AND (%(before)s::timestamptz IS NULL OR gift.at < %(before)s)
          AND NOT EXISTS (SELECT FROM giving_undoing AS undoing WHERE undoing.gift_id = gift.id)
        LIMIT 1
    ) AS alike
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a file that can be read; `line` as a spreadsheet counts, `cells` as they are written."""

    line: int = field(compare=False)
    name: str
    phone: str
    uscc: str
    amount: int  # fen
    on: date
    reference: str
    wish: str
    nth: int = 0  # the how-manieth of equal rows it was in the file it was first in; 0: as it stands in this one
    cells: Sequence[str] = field(default=(), compare=False)

    @property
    def giver(self):
        if self.uscc:
            kind = Donor.Kind.ENTERPRISE
        else:
            kind = Donor.Kind.PERSON if self.name else Donor.Kind.ANONYMOUS
        return {"kind": kind, "name": self.name, "phone": self.phone, "uscc": self.uscc}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrong:
    """A row that cannot be read, with all that is wrong: {"column", "value", "zh", "en"} each."""

    line: int
    cells: Sequence[str]
    problems: Sequence[Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What would become of a row.

    Args:
        what: new, known, double (new, and so much like another that somebody should look), or other: its number is that of
            another gift.
        like: the number of the gift it is, or looks like; empty where it is like a row above.
        above: the line of the row above that has its number.
        nth: the how-manieth of equal rows it is.
    """

    row: Row
    key: str
    what: str
    like: str = ""
    above: int = 0
    nth: int = 1

    def told_of(self, gift_file):
        """The gift it tells of. Raises CannotTakeGift where its number is that of another."""
        if self.what == "other" and self.like:
            words = _("Under this key another gift is written down: %(number)s.")
            raise CannotTakeGift(words % {"number": self.like})
        if self.what == "other":
            words = _("Line %(line)s bears the same number and says something else.")
            raise CannotTakeGift(words % {"line": self.above})
        row = self.row
        return Told(
            giver=row.giver,
            purse=gift_file.purse,
            amount=row.amount,
            how=gift_file.how,
            platform=gift_file.platform,
            key=self.key,
            on=row.on,
            reference=row.reference,
            wish=Gift.Wish.DESIGNATED if row.wish else Gift.Wish.POOLED,
            wish_words=row.wish,
        )


def judge_rows(rows, *, purse, how):
    """What would become of each row of a file; see Note [A row is known by what it says]."""
    return Judge(purse=purse, how=how).judge(rows)


class Judge:
    """Says what would become of the rows of one file, some at a time and in their order.

    Args:
        before: only gifts written down before that instant are such as a row can look like.
    """

    def __init__(self, *, purse, how, before=None):
        self._purse, self._how, self._before = purse, how, before
        self._host = purse.fund.host_id
        self._seen, self._above = Counter(), {}

    def judge(self, rows):
        """What would become of each of the next rows; see Note [A row is known by what it says]."""
        keyed = [self._keyed(row) for row in rows]
        known = self._known([key for _row, key, _nth in keyed])
        alike = self._alike(rows)
        return [self._judged(row, key, nth, known.get(key), alike) for row, key, nth in keyed]

    def pass_by(self, rows):
        """The next rows are done already; those after them may be like them."""
        for row in rows:
            _row, key, _nth = self._keyed(row)
            self._first(key, row)

    def _judged(self, row, key, nth, gift, alike):
        first = self._first(key, row)
        if gift:
            is_this = (gift.amount, gift.on, gift.purse_id) == (row.amount, row.on, self._purse.pk)
            return Judged(row=row, key=key, what="known" if is_this else "other", like=gift.number)
        if first is not row:
            return Judged(
                row=row, key=key, what="known" if first == row else "other", above=first.line
            )
        like = alike.get((row.name, row.amount, row.on), "")
        what = "double" if nth > 1 or like else "new"
        return Judged(row=row, key=key, what=what, like=like, nth=nth)

    def _keyed(self, row):
        """(row, its key, the how-manieth of equal rows it is)."""
        if row.reference:
            says = ("reference", self._how, row.reference)
        else:
            says = ("row", row.name, row.phone, row.uscc, row.amount, row.on.isoformat())
        self._seen[says] += 1
        nth = row.nth or self._seen[says]
        counted = says if row.reference else (*says, nth)
        text = "\x1f".join(map(str, (self._host, *counted)))
        return row, f"file {token_of(text, place='giving.file.row')}", nth

    def _first(self, key, row):
        """The first row of the file that bears its number; a row without one is the only of its key, unless it says which."""
        return self._above.setdefault(key, row) if row.reference or row.nth else row

    def _known(self, keys):
        found = Gift.objects.filter(key__in=keys).only("key", "amount", "on", "purse_id")
        return {gift.key: gift for gift in found}

    def _alike(self, rows):
        """{(name, amount, day): number} of gifts that stand, of this charity, where there is one of what a row says."""
        said = list({(row.name, row.amount, row.on) for row in rows})
        names, amounts, days = (
            ([*column] for column in zip(*said, strict=True)) if said else ([],) * 3
        )
        asked = {"names": names, "amounts": amounts, "days": days}
        with connection.cursor() as cursor:
            cursor.execute(_LIKE, asked | {"host": self._host, "before": self._before})
            found = cursor.fetchall()
        return {(name, amount, on): Gift(pk=pk, on=on).number for name, amount, on, pk in found}
