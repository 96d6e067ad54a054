"""Which gifts paid a use, and what a gift became: the overlap of stretches. See Note [A line of fen]."""

from collections import defaultdict
from typing import NamedTuple

from django.db import connection

from .models import Stretch

# Each asks for many pieces at once; of a line, the stretch in which a piece begins is found by one look into an index.
_OVERLAPS = """
SELECT piece.n, met.posting_id, greatest(met.low, piece.low), least(met.high, piece.high),
       met.source_id, met.source_low + greatest(met.low, piece.low) - met.low,
       greatest(met.low, piece.low) - met.low
FROM unnest(%(lines)s::bigint[], %(lows)s::bigint[], %(highs)s::bigint[])
     WITH ORDINALITY AS piece(line, low, high, n)
CROSS JOIN LATERAL (
    SELECT * FROM books_stretch
    WHERE line_id = piece.line AND side = %(side)s AND low < piece.high
      AND low >= coalesce((
          SELECT low FROM books_stretch
          WHERE line_id = piece.line AND side = %(side)s AND low <= piece.low
          ORDER BY low DESC LIMIT 1
      ), 0)
    OFFSET 0
) AS met
WHERE met.high > piece.low ORDER BY piece.n, met.low
"""
_CARRIED = """
SELECT piece.n, met.line_id, met.low + greatest(met.source_low, piece.low) - met.source_low,
       greatest(met.source_low, piece.low), least(met.source_low + met.high - met.low, piece.high)
FROM unnest(%(lines)s::bigint[], %(lows)s::bigint[], %(highs)s::bigint[])
     WITH ORDINALITY AS piece(line, low, high, n)
CROSS JOIN LATERAL (
    SELECT * FROM books_stretch
    WHERE source_id = piece.line AND source_low < piece.high
      AND source_low >= coalesce((
          SELECT source_low FROM books_stretch
          WHERE source_id = piece.line AND source_low <= piece.low
          ORDER BY source_low DESC LIMIT 1
      ), 0)
    OFFSET 0
) AS met
WHERE met.source_low + met.high - met.low > piece.low ORDER BY piece.n, met.source_low
"""


class Piece(NamedTuple):
    """The fen [low, high) of a line."""

    line: int
    low: int
    high: int


class Went(NamedTuple):
    """What a gift became: ``uses`` are (posting, amount), ``unused`` lies on a line still."""

    uses: list[tuple[int, int]]
    unused: int


def where_went(posting):
    """What a gift became, over moves and refunds; what was given back to its giver is among the uses.

    Args:
        posting: its number.
    """
    pieces = _stretches(posting, Stretch.Side.IN)
    if not pieces:  # not laid yet
        return Went([], None)
    uses, unused = defaultdict(int), 0
    while pieces:
        taken = [
            (posting, Piece(pieces[n - 1].line, low, high))
            for n, posting, low, high, *_ in _ask(_OVERLAPS, pieces, Stretch.Side.OUT)
        ]
        unused += _length(pieces) - _length(piece for _, piece in taken)
        went_on, pieces = _carried([piece for _, piece in taken])
        for (user, piece), on in zip(taken, went_on, strict=True):
            if ended := piece.high - piece.low - on:
                uses[user] += ended
    return Went(sorted(uses.items()), unused)


def who_paid(posting):
    """The gifts that paid a use, with how much of each: (posting, amount), over moves and refunds."""
    gifts = defaultdict(int)
    for gift, first, end in _given_as(_stretches(posting, Stretch.Side.OUT)):
        gifts[gift] += end - first
    return sorted(gifts.items())


def lots_of(posting, side):
    """What a posting took (or laid), as parts of gifts: (gift, first, end) of what the gift laid, counted from 0.

    What it took counts whole, whatever came back since; so the answer never changes.
    """
    rows = Stretch.objects.filter(posting=posting, side=side).order_by("low")
    return _given_as([Piece(s.line_id, s.low, s.high) for s in rows])


def lots_unused(line):
    """What lies on a line and was not taken, as parts of gifts; see `lots_of`."""
    ahead = Stretch.objects.filter(line=line, side=Stretch.Side.OUT, low__gte=line.out_high)
    pieces, here = [], line.out_high
    for low, high in [*ahead.order_by("low").values_list("low", "high"), (line.in_high, 0)]:
        if low > here:
            pieces.append(Piece(line.pk, here, low))
        here = high
    return _given_as(pieces)


def _given_as(pieces):
    """Pieces of lines as they were first laid: (gift, first, end) of each, counted from the gift's first."""
    found = []
    while pieces:
        before = []
        for _, laid_by, low, high, source, source_low, first in _ask(
            _OVERLAPS, pieces, Stretch.Side.IN
        ):
            if source is None:
                found.append((laid_by, first, first + high - low))
            else:
                before.append(Piece(source, source_low, source_low + high - low))
        pieces = before
    return found


def _stretches(posting, side):
    """What a posting laid; or what it took, without what came back."""
    rows = Stretch.objects.filter(posting=posting, side=side).order_by("low")
    if side == Stretch.Side.IN:
        return [Piece(s.line_id, s.low, s.high) for s in rows]
    return [Piece(s.line_id, s.low, s.high - s.back) for s in rows if s.high - s.back > s.low]


def _carried(pieces):
    """How much of each piece went on to another place, and these places."""
    went_on, places = [0] * len(pieces), []
    for n, line, low, first, end in _ask(_CARRIED, pieces):
        went_on[n - 1] += end - first
        places.append(Piece(line, low, low + end - first))
    return went_on, places


def _ask(question, pieces, side=None):
    if not pieces:
        return []
    lines, lows, highs = (list(column) for column in zip(*pieces, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(question, {"lines": lines, "lows": lows, "highs": highs, "side": side})
        return cursor.fetchall()


def _length(pieces):
    return sum(piece.high - piece.low for piece in pieces)
