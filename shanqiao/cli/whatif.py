"""`shanqiao whatif`: a gift more, a need more, a condition less, and who would gain and who lose."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import FileForm, Input, LangOption


class Condition(StrEnum):
    """What can be relaxed by a step."""

    ELIGIBLE = "eligible"
    STREETS = "streets"
    VALID = "valid"
    PERSON_CAP = "person_cap"
    RESERVED = "reserved"
    CAPACITY = "capacity"


def whatif(
    folder: Input,
    plan_folder: Annotated[
        Path,
        typer.Argument(
            metavar="PLAN", help="它的方案，plan --out 写出的。 Its plan, by plan --out."
        ),
    ],
    change: Annotated[
        Path | None,
        typer.Option(help="JSON 文件，写明改什么。 A JSON file that says what is otherwise."),
    ] = None,
    gift: Annotated[
        list[str] | None,
        typer.Option(
            help="多一项资源（或改一项）：“kinds=meal capacity=50 streets=440106”。 "
            "A resource more, or other columns of one."
        ),
    ] = None,
    need: Annotated[
        list[str] | None,
        typer.Option(
            help="多一项需要（或改一项）：“kind=meal quantity=30 street=440106001”。 "
            "A need more, or other columns of one."
        ),
    ] = None,
    relax: Annotated[
        tuple[str, Condition] | None,
        typer.Option(
            metavar="RESOURCE CONDITION",
            help="一项资源的一个条件放宽一步：eligible、streets、valid、person_cap、reserved、capacity。 "
            "One condition of a resource a step wider.",
        ),
    ] = None,
    standing: Annotated[
        Path | None,
        typer.Option(
            help="做这份方案时 --standing 用的那份。 What the plan was made near to, as --standing had it."
        ),
    ] = None,
    out_folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="把改后的输入写进 city、新方案写进 plan。 Write the changed input into city and "
            "its plan into plan.",
        ),
    ] = None,
    form: Annotated[
        FileForm,
        typer.Option("--format", help="新方案表格的格式。 The form of the new plan's tables."),
    ] = FileForm.CSV,
    force: Annotated[
        bool, typer.Option("--force", help="替换先前写的。 Replace what was written earlier.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """如果有变化会怎样：谁多得、谁少得。 What if something were otherwise: who gains, who loses.

    原来的文件与方案都不动。 The files and the plan that stand are left as they are.
    """
    from shanqiao.cli.asking import Asked, answer_what_if

    asked = Asked(
        change=change,
        gifts=gift or [],
        needs=need or [],
        relax=None if relax is None else (relax[0], relax[1].value),
    )
    answer_what_if(
        folder,
        plan_folder,
        asked,
        near=standing,
        out_folder=out_folder,
        form=form,
        force=force,
        lang=lang,
    )
