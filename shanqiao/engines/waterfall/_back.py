from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# Note [Who gives back]
# ~~~~~~~~~~~~~~~~~~~~~
# An earlier payer paid later, so the gifts are more than the gap now. First what has not left yet is not paid: nobody
# is asked for money they were never given. What is more than that is asked back of all that was paid, each gift in
# proportion to its size, in whole fen; the fen left over go to the largest remainders, the earlier gift first. So no
# fund gains by having been slower or faster than another, and the same figures give the same answer.


@dataclass(frozen=True)
class Gift:
    """One promise or payment for the same need.

    Attributes:
        amount: what stands of it, in fen.
        has_left: was it paid, or is it on its way?
    """

    key: Hashable
    amount: int
    has_left: bool


def ask_back(over: int, gifts: Sequence[Gift]) -> dict[Hashable, int]:
    """{key of a gift: how much is asked back of it, in fen}; gifts of which nothing is asked are left out.

    See Note [Who gives back].

    Args:
        over: by how much the gifts are more than the gap, in fen; at most all of them.
        gifts: the earlier first.

    Raises:
        ValueError: there is less than that.
    """
    asked: dict[Hashable, int] = {}
    for has_left in (False, True):
        these = [gift for gift in gifts if gift.has_left is has_left]
        part = min(over, sum(gift.amount for gift in these))
        asked |= _in_proportion(part, these)
        over -= part
    if over:
        raise ValueError(f"{over} fen more is asked back than was given")
    return {key: fen for key, fen in asked.items() if fen}


def _in_proportion(part: int, gifts: Sequence[Gift]) -> dict[Hashable, int]:
    """A part of the sum of gifts, divided by size in whole fen."""
    whole = sum(gift.amount for gift in gifts)
    if not whole:
        return {}
    divided = [divmod(part * gift.amount, whole) for gift in gifts]
    shares = [fen for fen, _rest in divided]
    by_rest = sorted(range(len(gifts)), key=lambda n: -divided[n][1])
    for n in by_rest[: part - sum(shares)]:
        shares[n] += 1
    return {gift.key: fen for gift, fen in zip(gifts, shares, strict=True)}
