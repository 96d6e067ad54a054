"""Tokens of a register: numbers that say nothing without the key, and are equal where the facts are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from ._key import KEY_BYTES, Mac, mac_under
from ._kinds import TOKEN_KINDS, token_parts

TokenValues: TypeAlias = npt.NDArray[np.int64]

MISSING = 0  # stands where a part is not known, and is no token
_BYTES = 8
_AT_A_TIME = 20_000  # rows between two words about how far it has come


class CannotMakeTokens(ValueError):
    """The key is not 32 bytes long."""


@dataclass(frozen=True)
class Tokens:
    """The tokens of a register.

    Args:
        rids: (n,) in the order of the normal form.
        values: (n, kinds) in the order of ``TOKEN_KINDS``; ``MISSING`` where a part is not known.
    """

    rids: pl.Series
    values: TokenValues


def make_tokens(
    normal: pl.DataFrame, *, key: bytes, told: Callable[[int], None] | None = None
) -> Tokens:
    """The tokens of each registration under one key.

    Args:
        normal: (n,) rows as ``normalise`` gives them.
        key: the 32 bytes of ``purpose_key``.
        told: is called with the number of rows that are done, now and then.

    Raises:
        CannotMakeTokens: the key has another length.

    Source:
        The first 64 bits of HMAC-SM3 over the name of the kind and its parts. Among a million residents and a million
        questions one pair in ten million has an equal token by chance.
    """
    if len(key) != KEY_BYTES:
        raise CannotMakeTokens(f"a key has {KEY_BYTES} bytes, and this one has {len(key)}")
    mac = mac_under(key)
    values = np.zeros((normal.height, len(TOKEN_KINDS)), dtype=np.int64)
    for start in range(0, normal.height, _AT_A_TIME):
        rows = token_parts(normal.slice(start, _AT_A_TIME))
        for number, kind in enumerate(TOKEN_KINDS):
            texts = rows.select(pl.concat_str(kind.parts, separator="\x1f"))
            column = _of_texts(texts.to_series(), kind.name, mac)
            values[start : start + rows.height, number] = column
        if told:
            told(start + rows.height)
    return Tokens(normal["rid"], values)


def _of_texts(texts: pl.Series, name: str, mac: Mac) -> TokenValues:
    begin = name.encode() + b"\0"
    found = b"".join(
        bytes(_BYTES) if text is None else mac(begin + text.encode())[:_BYTES]
        for text in texts.to_list()
    )
    return np.frombuffer(found, dtype=">i8").astype(np.int64)
