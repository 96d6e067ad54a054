"""Writing the books. What must always hold is seen to by the database; see Note [A line of fen]."""

from contextlib import nullcontext
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.record.refusals import in_words

from .lines import key_of
from .models import Account, Hold, Line, Posting
from .quick import ask_quickly
from .worth import FEN, beside, worth_key

# limits of the functions of the database, beside those of the tables
_WORDS = {
    "books_given_back_unused": gettext_lazy(
        "Part of this gift was used already; only what is not used can go back."
    ),
    "books_reversed_once": gettext_lazy("More would be taken back than there was."),
    "books_reversal_is_named": gettext_lazy("Say which movement this takes back."),
    "books_hold_ends_once": gettext_lazy("This promise was used or let go already."),
    "books_hold_of_another_line": gettext_lazy("This promise is of another purse."),
    "books_what_moves_adds_up": gettext_lazy(
        "What leaves purses and what enters others in one movement must be the same."
    ),
    "books_same_unit_and_host": gettext_lazy(
        "A movement goes between accounts of one host, counted in one unit."
    ),
}


class CannotPost(Exception):
    """There is not enough, or the movement contradicts itself or what was written before."""


class CannotPostAgain(CannotPost):
    """Something else was written under this key."""


class Row(NamedTuple):
    """One posting to be written: so much out of ``credit`` into ``debit``; or, whole or in part, the way back of another."""

    debit: Account
    credit: Account
    amount: int
    reverses: Posting | None = None

    def takes_nothing(self):
        return (
            self.reverses is None and not self.debit.flow and self.credit.flow != Account.Flow.OUT
        )


def post(*, key, kind, rows, about, at, on=None, hold=None):
    """Write one movement, or find it written.

    Args:
        key: by which a repeated movement is known; a UUID or words.
        rows: `Row`s, which stand or fall together. What leaves lines and what enters others in one movement is the same
            fen, and followed.
        about: what it is for, ``room:number``.
        on: the effective day; of ``at`` where it is not said.
        hold: a `Hold` of a line from which this takes; what it held beyond that is free again.

    Where it moves goods, their worth moves along. See Note [Worth beside pieces].

    Returns:
        the numbers of its postings.

    Raises:
        CannotPostAgain: something else was written under this key.
        CannotPost: with the reason in words.
    """
    if any(row.debit.unit != FEN for row in rows):
        with transaction.atomic():
            numbers = _post(key, kind, rows, about, at, on, hold)
            for number in numbers:
                _book_beside(number, at=at)
            return numbers
    return _post(key, kind, rows, about, at, on, hold)


def _post(key, kind, rows, about, at, on, hold):
    said = [key_of(key), kind, about, on or localdate(at), at]
    if hold is None and len(rows) == 1 and rows[0].takes_nothing():
        debit, credit, amount, _reverses = rows[0]
        words = [*said, debit.pk, credit.pk, amount]
        return _ask("books_post_one($1, $2, $3, $4, $5, $6, $7, $8)", words, ask=ask_quickly)
    words = [
        *said,
        [row.debit.pk for row in rows],
        [row.credit.pk for row in rows],
        [row.amount for row in rows],
        [row.reverses and row.reverses.pk for row in rows],
        hold and hold.pk,
    ]
    return _ask("books_post(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s)", words)


@transaction.atomic
def tell_worth(*, posting, worth, at):
    """Goods that were received are worth so much, in fen: it stands beside their pieces, and moves with them.

    See Note [Worth beside pieces].

    Raises:
        CannotPostAgain: another worth was told of them.
        CannotPost: with the reason in words.
    """
    _book_beside(posting.pk, at=at, told=worth)


@transaction.atomic
def carry_worth(*, at):
    """Whatever moved pieces before their worth was told moves the worth too. Twice changes nothing.

    Returns:
        how many movements were looked at.
    """
    moved = Posting.objects.exclude(debit__unit=FEN).order_by("turn", "pk")
    numbers = list(moved.values_list("pk", flat=True))
    for number in numbers:
        _book_beside(number, at=at)
    return len(numbers)


def _book_beside(number, *, at, told=None):
    if found := beside(number, told=told):
        _post(
            worth_key(number),
            found.posting.kind,
            [Row(found.debit, found.credit, found.amount, found.reverses)],
            worth_key(number),
            at,
            found.posting.on,
            None,
        )


class Given(NamedTuple):
    """One of many movements: so much out of ``credit`` into ``debit``, both by number."""

    key: UUID
    about: str
    on: date
    debit: int
    credit: int
    amount: int


def post_many(*, kind, movements, at):
    """Write many movements that take from no line, in one question; all or none.

    Args:
        movements: `Given`s, read once; those whose key was written before, and says the same, are there already.

    Returns:
        how many were new.

    Raises:
        CannotPostAgain, CannotPost: with the reason in words.
    """
    keys, abouts, ons, *numbers = [], [], [], [], [], []
    debits, credits, amounts = numbers
    # one after the other: had a thousand to be kept, Python would look through them all, again and again, for what is garbage
    for key, about, on, debit, credit, amount in movements:
        keys.append(key.hex)
        abouts.append(about)
        ons.append(on.isoformat())
        debits.append(debit)
        credits.append(credit)
        amounts.append(amount)
    if not keys:
        return 0
    words = [_array(keys), kind, abouts, _array(ons), at, *map(_numbers, numbers)]
    return _ask("books_post_many(%s, %s, %s, %s, %s, %s, %s, %s)", words)


def reverse(*, posting, key, about, at, amount=None, on=None):
    """Take a posting back, whole or in part: a new one that goes the other way and names it.

    Of a gift only what is not used goes back; what a use gives back is on its line again, and followed.

    Raises:
        CannotPost: with the reason in words.
    """
    back = Row(posting.credit, posting.debit, amount or posting.amount, posting)
    return post(key=key, kind=posting.kind, rows=[back], about=about, at=at, on=on)


def reserve(*, line, amount, about, at, until=None):
    """Promise part of a line to something; ``about`` is promised to once.

    Raises:
        CannotPost: there is not enough, or it was promised already.
    """
    made = _ask("books_reserve(%s, %s, %s, %s, %s)", [line.pk, amount, about, at, until])
    return Hold.objects.get(pk=made)


def release(*, hold, at):
    """What was promised is free again.

    Raises:
        CannotPost: the promise has ended already.
    """
    _ask("books_release(%s, %s)", [hold.pk, at])


def release_what_ended(*, at):
    """Holds whose last instant has passed are let go. Returns how many."""
    ended = Hold.objects.filter(ended_at=None, until__lt=at).order_by("line_id", "pk")
    done = 0
    for hold in ended:
        try:
            release(hold=hold, at=at)
        except CannotPost:  # used or let go meanwhile
            continue
        done += 1
    return done


def _array(words):
    """Days or keys, written already, as PostgreSQL writes an array of them; psycopg would look at each for what it is."""
    return "{" + ",".join(words) + "}"


def _numbers(numbers):
    """The same of whole numbers, which Python writes alike."""
    return "{" + str(numbers)[1:-1] + "}"


def _ask_once(call, words):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", words)
        return cursor.fetchone()[0]


def _ask(call, words, *, ask=_ask_once):
    # alone, one statement is a transaction; within another's, a refusal must leave that one usable
    whole = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with whole:
            return ask(call, words)
    except IntegrityError as refusal:
        raise _refusal(refusal) from refusal


def _refusal(refusal):
    limit = refusal.__cause__.diag.constraint_name or ""
    if limit == "books_posted_once":
        return CannotPostAgain(in_words(refusal, Posting))
    if limit == "books_hold_about_key" or limit.startswith("books_hold_about"):
        return CannotPost(_("That was promised already."))
    words = _WORDS.get(limit) or in_words(refusal, Line, Account, Posting, Hold)
    return CannotPost(str(words))
