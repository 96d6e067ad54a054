"""What goods are worth, in fen, beside their pieces. See Note [Worth beside pieces]."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from .lines import key_of, twin_of
from .models import Account, Line, Posting, Stretch
from .queries import balance
from .tracing import lots_of, lots_unused

FEN = "fen"

# Note [Worth beside pieces]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# Goods lie on a line in pieces, and in pieces they are promised, given and followed. What they are worth stands beside
# them: whatever moves pieces from one account to another moves their worth along, in a movement of its own between the
# accounts in fen of the same number, host and line, written in the same transaction.
#
# - What a lot is worth is told once, when it is received. It is divided among its pieces by largest remainder, so each piece
#   has a worth that never changes: the first ones a fen more, and nothing is left over when the last is given.
# - Which pieces of which lots moved is told by stretches, over moves and returns. So the worth of a movement follows from
#   rows alone: it may be asked for later, again and in any order, and is the same.
# - These accounts have no flow: worth lies on no line, so it can be promised to nobody and is no money of a purse.
# - Pieces of which nobody told the worth are worth nothing here.


class Beside(NamedTuple):
    """The movement of worth that belongs beside a movement of pieces."""

    posting: Posting
    debit: Account
    credit: Account
    amount: int
    reverses: Posting | None


def worth_key(number):
    """The key of the worth of a posting; and what that movement is about."""
    return f"worth:{number}"


def worth_beside(posting):
    """The worth that was booked beside a posting, or None."""
    return Posting.objects.filter(key=key_of(worth_key(posting.pk))).first()


def beside(number, *, told=None):
    """What is still to be booked beside a posting of pieces, or None where it moves nothing of a known worth.

    Args:
        told: what is said to be its worth, where it is received; otherwise that of its pieces.
    """
    posting = Posting.objects.select_related(
        "debit__host", "debit__line", "credit__host", "credit__line", "reverses"
    ).get(pk=number)
    lines = [account.line_id for account in (posting.debit, posting.credit) if account.flow]
    if told is None and (
        not _with_worth().filter(pk__in=lines).exists() or worth_beside(posting) is not None
    ):
        return None
    amount = worth_of(posting) if told is None else told
    if not amount:
        return None
    before = posting.reverses and worth_beside(posting.reverses)
    return Beside(posting, twin_of(posting.debit), twin_of(posting.credit), amount, before)


def worth_of(posting):
    """What the pieces are worth that a posting took; or that it laid, where it took none."""
    return worth_of_lots(
        lots_of(posting.pk, Stretch.Side.OUT if posting.debit.flow else Stretch.Side.IN)
    )


def worth_of_lots(parts):
    """The worth of parts of lots.

    Args:
        parts: (gift, first, end): the pieces [first, end) of what a gift laid.
    """
    whole = _told_of({gift for gift, _first, _end in parts})
    return sum(_share(*whole[gift], first, end) for gift, first, end in parts if gift in whole)


def lines_whose_worth_differs():
    """Lines where what stands beside the pieces is not what the pieces are worth, asked piece by piece."""
    found = []
    for line in _with_worth().order_by("pk"):
        if _booked(line) != worth_of_lots(lots_unused(line)) + _not_laid(line):
            found.append(line)
    return found


def _share(worth, pieces, first, end):
    """The worth of the pieces [first, end) of a lot. See Note [Worth beside pieces]."""
    each, more = divmod(worth, pieces)
    return (end - first) * each + min(end, more) - min(first, more)


def _told_of(gifts):
    """{gift: (worth, pieces)} of those whose worth was told."""
    keys = {key_of(worth_key(gift)): gift for gift in gifts}
    worth = dict(Posting.objects.filter(key__in=keys).values_list("key", "amount"))
    pieces = dict(Posting.objects.filter(pk__in=gifts).values_list("pk", "amount"))
    return {keys[key]: (amount, pieces[keys[key]]) for key, amount in worth.items()}


def _with_worth():
    beside = Account.objects.filter(line=OuterRef("pk"), unit=FEN, flow="")
    return Line.objects.exclude(unit=FEN).filter(Exists(beside))


def _booked(line):
    """The worth that came to a line, less what left it."""
    beside = Account.objects.filter(line=line, unit=FEN, flow="")
    return -sum(balance(account) for account in beside)


def _not_laid(line):
    """The worth of what was received and is not laid on the line yet."""
    laid = Stretch.objects.filter(posting=OuterRef("pk"), side=Stretch.Side.IN)
    waiting = Posting.objects.filter(
        ~Exists(laid), credit__line=line, credit__flow=Account.Flow.IN, turn__gte=line.laid_turn
    )
    told = _told_of(set(waiting.values_list("pk", flat=True)))
    return sum(worth for worth, _pieces in told.values())
