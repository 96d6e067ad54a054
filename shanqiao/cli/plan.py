"""`shanqiao plan`: needs and resources in, a plan out, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import FileForm, Input, LangOption, Policy


def plan(
    folder: Input,
    out_folder: Annotated[
        Path, typer.Option("--out", help="方案写到哪里。 Where the plan is written.")
    ],
    policy: Annotated[
        Policy, typer.Option(help="先后次序。 In which order needs are served.")
    ] = Policy.BASIC_FIRST,
    standing: Annotated[
        Path | None,
        typer.Option(
            help="已有的方案；同样好的方案里取最接近它的。 A plan already made, to stay near to."
        ),
    ] = None,
    skip_bad: Annotated[
        bool,
        typer.Option(
            "--skip-bad/--strict",
            help="跳过有误的行并写进 rejected.csv；默认一行有误就不做。 "
            "Leave bad rows out and list them in rejected.csv; by default any bad row stops.",
        ),
    ] = False,
    most_helpers: Annotated[
        int | None,
        typer.Option(
            "--most-helpers",
            min=1,
            help="一项需要最多由几项资源帮助。 The most resources that may serve one need.",
        ),
    ] = None,
    form: Annotated[
        FileForm, typer.Option("--format", help="表格的格式。 The form of the tables.")
    ] = FileForm.CSV,
    force: Annotated[
        bool, typer.Option("--force", help="替换先前的方案。 Replace an earlier plan.")
    ] = False,
    worth: Annotated[
        bool,
        typer.Option(
            "--worth",
            help="另写 worth.csv：没有方案时会怎样。 Also write worth.csv: what there would be "
            "without a plan.",
        ),
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="local:N|HOST:PORT",
            help="分给几个工作进程去做：本机的 local:2，或 Ray 集群的地址。 Have it made by workers: "
            "local:2 on this machine, or the address of a Ray cluster.",
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """做一份方案：谁由哪项资源得到多少，为什么。 Plan who gets how much from which resource, and why."""
    from shanqiao.cli.planning import make_plan

    make_plan(
        folder,
        out_folder,
        policy=policy,
        standing=standing,
        skip_bad=skip_bad,
        most_helpers=most_helpers,
        form=form,
        force=force,
        worth=worth,
        cluster=cluster,
        lang=lang,
    )
