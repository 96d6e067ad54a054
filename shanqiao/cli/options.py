"""What commands may be asked for, without loading what carries it out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Which language a command speaks."""

    ZH = "zh"
    EN = "en"


class Policy(StrEnum):
    """In which order needs are served."""

    BASIC_FIRST = "basic_first"
    GRAVEST_FIRST = "gravest_first"


class FileForm(StrEnum):
    """What tables are written as."""

    CSV = "csv"
    PARQUET = "parquet"


Input = Annotated[
    Path,
    typer.Argument(help="needs 与 resources 所在的文件夹。 The folder of needs and resources."),
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", help="说中文还是英文；默认看 LANG。 Chinese or English; LANG by default."
    ),
]
