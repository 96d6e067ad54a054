"""The command `shanqiao`: a list of what it can do."""

import typer

from shanqiao.cli import server
from shanqiao.cli.ask import ask
from shanqiao.cli.books import books
from shanqiao.cli.check import check
from shanqiao.cli.link import link
from shanqiao.cli.plan import plan
from shanqiao.cli.statement import statement
from shanqiao.cli.token import token
from shanqiao.cli.whatif import whatif

app = typer.Typer(
    help="善桥 shanqiao: a city's bridge between need and help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(server.run)
app.command("stop")(server.stop)
app.command("fresh")(server.fresh)
app.command("plan")(plan)
app.command("check")(check)
app.command("whatif")(whatif)
app.command("token")(token)
app.command("ask")(ask)
app.command("link")(link)
app.command("statement")(statement)
app.add_typer(books, name="books")
