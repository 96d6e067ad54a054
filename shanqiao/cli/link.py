"""`shanqiao link`: a list of people in, who on it is one person out, without a database."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import LangOption


class LinkEngine(StrEnum):
    """What finds and weighs the pairs."""

    OWN = "own"
    SPLINK = "splink"
    SPARK = "spark"


def link(
    people: Annotated[
        Path, typer.Argument(help="名单：CSV、Parquet 或 XLSX。 The list: CSV, Parquet or XLSX.")
    ],
    out_folder: Annotated[
        Path, typer.Option("--out", help="结果写到哪里。 Where the result is written.")
    ],
    against: Annotated[
        Path | None,
        typer.Option(help="与这份登记册比对。 Lay the list beside this register."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="name=姓名,…|FILE.json",
            help="哪一列是什么；常见的中文表头不用说。 Which column is which; usual headings are recognised.",
        ),
    ] = None,
    skip_wrong: Annotated[
        bool,
        typer.Option(
            "--skip-wrong/--strict",
            help="跳过有误的行并写进 rejected.csv；默认一行有误就不做。 "
            "Leave wrong rows out and list them in rejected.csv; by default any wrong row stops.",
        ),
    ] = False,
    model: Annotated[
        Path | None,
        typer.Option(help="用这份权重。 Weights other than those that come with shanqiao."),
    ] = None,
    train: Annotated[
        bool,
        typer.Option(
            "--train",
            help="先从这份名单学权重，写进 model.json。 Learn weights from this list first.",
        ),
    ] = False,
    on_day: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="2026-11-26",
            help="学权重的日期，写进 model.json。 The day that model.json says it was learnt.",
        ),
    ] = "",
    truth: Annotated[
        Path | None,
        typer.Option(
            help="答案（rid、pid）：算出准确率与召回率。 The truth (rid, pid), to say how good it is."
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="概率达到多少归为一人。 From which probability it is one."),
    ] = None,
    most_doubles: Annotated[
        str | None,
        typer.Option(
            metavar="20%",
            help="重复的行超过这个比例就停下。 Stop where more of the rows are doubles.",
        ),
    ] = None,
    engine: Annotated[
        LinkEngine, typer.Option(help="用什么来算。 What finds and weighs the pairs.")
    ] = LinkEngine.OWN,
    force: Annotated[
        bool, typer.Option("--force", help="替换先前的结果。 Replace an earlier result.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """找出名单里的同一个人：换了写法也认得，像而不同的交给人判断。 Who on a list is one person, and what people must decide."""
    from shanqiao.cli.linking import Asked, link_people

    link_people(
        Asked(
            people=people,
            out=out_folder,
            against=against,
            columns=columns or [],
            skip_wrong=skip_wrong,
            model=model,
            train=train,
            on_day=on_day,
            truth=truth,
            threshold=threshold,
            most_doubles=most_doubles,
            engine=engine.value,
            force=force,
        ),
        lang=lang,
    )
