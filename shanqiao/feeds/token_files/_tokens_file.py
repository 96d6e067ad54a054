"""The tokens of a list, between making them and asking."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from shanqiao.engines.linkage.tokens import MISSING, TOKEN_KINDS, Tokens, TokenValues

from ._words import CannotUseFile

_NOTE = "shanqiao.tokens"
_KINDS = [kind.name for kind in TOKEN_KINDS]
_NAMES = uuid.UUID("6d1a4e0e-36c8-5f0f-9c79-2f1f3f5c2d10")  # the space in which batches are named


@dataclass(frozen=True)
class TokenFile:
    """Tokens ready to be asked about.

    Args:
        asked: the name of this question; made anew with each file, so the same file is the same question.
        key: the number of the key they were made under.
        numbers: (n,) the organisation's row numbers.
        values: (n, kinds), 0 where a part is not known.
    """

    asked: uuid.UUID
    key: int
    numbers: list[int]
    values: TokenValues

    def batches(self, rows: int) -> list[tuple[uuid.UUID, list[int], TokenValues]]:
        """The question in parts, each with a name of its own that is the same every time."""
        return [
            (
                uuid.uuid5(_NAMES, f"{self.asked} {start} {rows}"),
                self.numbers[start : start + rows],
                self.values[start : start + rows],
            )
            for start in range(0, len(self.numbers), rows)
        ]


def write_tokens(path: Path, tokens: Tokens, *, key: int) -> None:
    """Write tokens as Parquet, for their owner alone to read."""
    columns = {
        name: pl.Series(tokens.values[:, place]).set(
            pl.Series(tokens.values[:, place] == MISSING), None
        )
        for place, name in enumerate(_KINDS)
    }
    table = pl.DataFrame({"row": tokens.rids.cast(pl.Int64), **columns})
    note = {"key": key, "asked": str(uuid.uuid4()), "kinds": _KINDS}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        table.write_parquet(file, metadata={_NOTE: json.dumps(note)})


def read_tokens(path: Path) -> TokenFile:
    """Tokens read again.

    Raises:
        CannotUseFile: it is no such file, or one of another version.
    """
    if not path.is_file():
        raise CannotUseFile(
            f"没有找到标记文件 {path}。", f"The file of tokens {path} is not there."
        )
    try:
        note = json.loads(pl.read_parquet_metadata(path)[_NOTE])
        if note["kinds"] != _KINDS:
            raise CannotUseFile(
                f"{path} 是用另一个版本的善桥做的；请重新运行 shanqiao token。",
                f"{path} was made by another version of shanqiao; please run shanqiao token again.",
            )
        table = pl.read_parquet(path)
        values = table.select(_KINDS).fill_null(MISSING).to_numpy().astype(np.int64)
        return TokenFile(uuid.UUID(note["asked"]), note["key"], table["row"].to_list(), values)
    except (pl.exceptions.PolarsError, KeyError, ValueError, OSError) as refusal:
        raise CannotUseFile(
            f"{path} 不是 shanqiao token 做的文件。", f"{path} was not made by shanqiao token."
        ) from refusal
