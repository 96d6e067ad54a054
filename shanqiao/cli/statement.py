"""`shanqiao statement`: a statement of a bank or a platform into the city."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import LangOption


class Form(StrEnum):
    """What a statement is written as."""

    CSV = "csv"
    XLSX = "xlsx"
    CAMT = "camt"


class Days(StrEnum):
    """How 03/04/2026 is meant."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def statement(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV（可用 gzip 压缩）、XLSX 或 camt.053。 CSV (gzip or not), XLSX or camt.053.",
        ),
    ],
    account: Annotated[
        str,
        typer.Option(
            help="每一行都属于这个账户（名称或账号）；不写则看文件。 The account of every row, by name or number."
        ),
    ] = "",
    host: Annotated[
        str,
        typer.Option(help="哪个组织（统一社会信用代码）。 The organisation, by its credit code."),
    ] = "",
    open_in: Annotated[
        str,
        typer.Option(
            "--open",
            metavar="CNY",
            help="文件里没登记过的账户，按这个币种登记。 Enter accounts that are not here yet, in this currency.",
        ),
    ] = "",
    form: Annotated[
        Form | None, typer.Option("--format", help="文件格式；默认自己认。 By default recognised.")
    ] = None,
    days: Annotated[
        Days | None,
        typer.Option(help="03/04/2026 怎么读；默认看文件。 By default as the file tells."),
    ] = None,
    all_or_nothing: Annotated[
        bool,
        typer.Option(
            "--all-or-nothing",
            help="有一行有误就全都不要；默认收下好的行。 Refuse the file where a row is wrong.",
        ),
    ] = False,
    look: Annotated[
        bool, typer.Option("--look", help="只看，不入账。 Only look; nothing is taken in.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """银行或平台的对账单入账；同一笔流水只有一次，再来一遍什么也不变。 Take in a statement; each line is there once, however often it comes.

    余额断开处、疑似重复和有误的行都会说明。 Where a balance breaks, what looks double and what is wrong is told with its line.
    """
    from shanqiao.cli.stating import Asked, take_statement

    asked = Asked(
        file=file,
        account=account,
        host=host,
        open_in=open_in.upper(),
        form=form.value if form else "",
        day_first=None if days is None else days is Days.DAY_FIRST,
        all_or_nothing=all_or_nothing,
        look=look,
    )
    take_statement(asked, lang=lang)
