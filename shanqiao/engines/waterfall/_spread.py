from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# Note [Payers in order]
# ~~~~~~~~~~~~~~~~~~~~~~
# A payer says one sum for a whole bill; families, funds and auditors ask about lines. So each sum fills the lines from
# the first on, the payers in their order. An insurance pays the covered part of lines only; anybody else fills what is
# left of covered parts before what is left of the others, so that whoever comes in order never finds a covered part
# kept from them by somebody who could have paid elsewhere. What an insurance pays is never moved by a later payer.


@dataclass(frozen=True)
class Line:
    """One line of a bill.

    Attributes:
        amount: in fen, more than nothing.
        covered: how much of it insurances may pay at all, in fen.
    """

    key: Hashable
    amount: int
    covered: int


@dataclass(frozen=True)
class Payment:
    """What one payer paid for the whole bill, in fen.

    Attributes:
        only_covered: an insurance, which pays the covered part of lines only.
    """

    payer: Hashable
    amount: int
    only_covered: bool


@dataclass(frozen=True)
class Spread:
    """A line and who paid it.

    Attributes:
        by_payer: {payer: fen}, in the order of the payers; who paid nothing of it is left out.
        left: in fen.
    """

    line: Line
    by_payer: dict[Hashable, int]
    left: int


class TooMuch(ValueError):
    """A payer paid more than there was left for it.

    Attributes:
        payer: the first one.
        over: by how much, in fen.
    """

    def __init__(self, payer: Hashable, over: int) -> None:
        super().__init__(f"{payer} paid {over} fen more than is left")
        self.payer, self.over = payer, over


def spread(lines: Sequence[Line], payments: Sequence[Payment]) -> tuple[Spread, ...]:
    """Who paid which line. See Note [Payers in order].

    Args:
        payments: in the order of the payers; a payer may stand there more than once.

    Raises:
        TooMuch: a payment does not fit.
    """
    covered = [line.covered for line in lines]
    other = [line.amount - line.covered for line in lines]
    paid: list[dict[Hashable, int]] = [{} for _ in lines]
    for payment in payments:
        left = payment.amount
        for parts in (covered,) if payment.only_covered else (covered, other):
            for n, part in enumerate(parts):
                takes = min(part, left)
                if takes:
                    parts[n] -= takes
                    left -= takes
                    paid[n][payment.payer] = paid[n].get(payment.payer, 0) + takes
        if left:
            raise TooMuch(payment.payer, left)
    rows = zip(lines, paid, covered, other, strict=True)
    return tuple(Spread(line, by, rest + beside) for line, by, rest, beside in rows)
