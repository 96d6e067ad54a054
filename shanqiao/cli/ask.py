"""`shanqiao ask`: send tokens to the city, and write its answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import LangOption
from shanqiao.cli.token import KeyOption


def ask(
    tokens: Annotated[
        Path, typer.Argument(help="shanqiao token 写出的文件。 What shanqiao token wrote.")
    ],
    key_file: KeyOption,
    server: Annotated[
        str,
        typer.Option(help="善桥网址，如 https://shanqiao.example.org。 The address of the city."),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="答复写到哪个文件(CSV)。 The CSV the answers go to.")
    ],
    lang: LangOption = None,
) -> None:
    """询问名单上的人是否已有保障；只发送标记和行号。 Ask whether the people of a list are helped already; only tokens and row numbers are sent.

    答复只有四种：未见保障、部分保障、已足额保障、请询问联系人。断线后再运行一次即可，不会重复计数。
    There are four answers: not covered, partly, fully, ask the contact. After a broken line run it again; nothing is counted twice.
    """
    from shanqiao.cli.inquiring import ask_city

    ask_city(tokens, key_file, server, out, lang=lang)
