"""`shanqiao run`, `stop` and `fresh`: the platform on this machine."""

import shutil
from enum import StrEnum
from typing import Annotated

import typer

from shanqiao.host.problems import CannotStart


class Size(StrEnum):
    """How much of a demonstration city to make."""

    SMALL = "small"
    CITY = "city"
    NONE = "none"


def run(
    size: Annotated[
        Size, typer.Option(help="The demonstration city to fill an empty database with.")
    ] = Size.SMALL,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="PORT", min=1, max=65_535, help="The port to serve on.")
    ] = 8000,
) -> None:
    """Serve the platform until Ctrl+C: database, pages and background work."""
    from shanqiao.host.running import serve

    _or_say_why(lambda: serve(size=size.value, host=host, port=port))


def stop() -> None:
    """Stop what `shanqiao run` started in this folder, and the database."""
    _or_say_why(_stop)


def fresh(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Stop, and delete all data and keys of this folder."""
    from shanqiao.host.fresh import what_would_go

    going = what_would_go()
    if not going:
        typer.echo("没有可删的数据。/ There is no data to delete.")
        return
    for folder in going:
        typer.echo(f"  {folder}")
    question = "以上全部删除，不能恢复。继续？/ All of this will be deleted for good. Go on?"
    if not yes and not typer.confirm(question):
        raise typer.Exit(1)
    _or_say_why(_stop)
    for folder in going:
        shutil.rmtree(folder)


def _stop() -> None:
    from shanqiao.host.database import stop_database
    from shanqiao.host.one_run import stop_run

    served, kept = stop_run(), stop_database()
    typer.echo("已停止。/ Stopped." if served or kept else "没有在运行。/ Nothing was running.")


def _or_say_why(do) -> None:
    try:
        do()
    except CannotStart as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from None
