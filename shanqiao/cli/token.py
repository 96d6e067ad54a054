"""`shanqiao token`: tokens of an organisation's list, made where the list is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import LangOption

KeyOption = Annotated[
    Path,
    typer.Option("--key", help="善桥发给机构的密钥文件。 The key file handed to the organisation."),
]


def token(
    people: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="名单：.csv、.xlsx 或 .parquet。 The list of people."),
    ],
    key_file: KeyOption,
    out: Annotated[
        Path, typer.Option("--out", help="标记写到哪个文件。 The file the tokens are written to.")
    ],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="COLUMN=HEADING",
            help="哪一列是什么，如 name=客户；可重复。列有 name gender id_no dob phone address "
            "station_street。 Which heading is what, as in name=Client; may be repeated.",
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(
            help="机构自己的编号所在的列；默认按行号。 The heading of your own row numbers; lines by default."
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """把名单变成标记：不出机构，不含姓名、证件号和电话。 Turn a list into tokens, without it leaving the organisation.

    之后用 shanqiao ask 询问。同一个标记文件问几次都是同一个问题，只计一次；要再问一次，请重新做标记。
    Then ask with shanqiao ask. The same file of tokens is the same question however often it is sent; to ask anew, make them anew.
    """
    from shanqiao.cli.tokening import make_token_file

    make_token_file(people, key_file, out, column=column or [], number=number, lang=lang)
