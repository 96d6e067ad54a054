"""`shanqiao check`: is a plan allowed, and is none better? Shares nothing with the planner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import Input, LangOption


def check(
    folder: Input,
    plan_folder: Annotated[
        Path,
        typer.Argument(metavar="PLAN", help="plan --out 写出的文件夹。 What plan --out wrote."),
    ],
    lang: LangOption = None,
) -> None:
    """核对一份方案：是否处处合规，是否没有更好的。 Check a plan: is it allowed, and is none better?

    只看文件与证书，不用做方案的程序。以 0 结束为通过，1 为不通过。
    Only the files and the certificate are looked at, by other code than the planner's.
    Ends with 0 when it holds, 1 when not.
    """
    from shanqiao.cli.checking import check_plan

    check_plan(folder, plan_folder, lang=lang)
