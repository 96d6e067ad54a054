"""`shanqiao books`: the books to take along, to compare, to look at, and to prove."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shanqiao.cli.options import LangOption

books = typer.Typer(
    help="账本：导出、对照、核对、封存、出具证明。 The books: taken along, compared, looked at, sealed, proven.",
    no_args_is_help=True,
)


class Journal(StrEnum):
    """For which program books are written."""

    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


HostOption = Annotated[
    str | None,
    typer.Option(
        metavar="USCC",
        help="只要一家机构的账，写它的统一社会信用代码。 Only the books of the organisation with this code.",
    ),
]


@books.command("export")
def export(
    form: Annotated[
        Journal, typer.Option("--format", help="给哪个程序读。 Which program is to read it.")
    ],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件。 The file it is written to.")],
    host: HostOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="文件已在也写。 Write over a file that is there.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """把账本写成 hledger 或 beancount 的文件，文末写明各科目应有的余额。 Write the books as a journal, with what must stand in each account at its end."""
    from shanqiao.cli.bookkeeping import export_books

    export_books(form.value, out, host=host, force=force, lang=lang)


@books.command("compare")
def compare(host: HostOption = None, lang: LangOption = None) -> None:
    """请 hledger 和 beancount 各自重算一遍，与数据库逐科目对照。 Have hledger and beancount add up the books, and compare each account with the database.

    以 0 结束为一致，1 为有出入或两个程序都没有装。
    Ends with 0 when all agree, 1 when something differs or neither program is here.
    """
    from shanqiao.cli.bookkeeping import compare_books

    compare_books(host=host, lang=lang)


@books.command("verify")
def verify(lang: LangOption = None) -> None:
    """核对封存块、余额和每一分钱的位置，写明哪里不符。 Look at sealed blocks, sums and the place of every fen; say what differs.

    以 0 结束为全部相符，1 为有出入。 Ends with 0 when all is as it was written, 1 when not.
    """
    from shanqiao.cli.bookkeeping import verify_books

    verify_books(lang=lang)


@books.command("seal")
def seal(lang: LangOption = None) -> None:
    """现在就封存已完成的分录。 Seal what is finished now."""
    from shanqiao.cli.bookkeeping import seal_books

    seal_books(lang=lang)


@books.command("proof")
def proof(
    posting: Annotated[int, typer.Argument(help="分录的编号。 The number of the posting.")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件(JSON)。 The JSON file.")],
    lang: LangOption = None,
) -> None:
    """写出一条分录在其封存块中的证明。 Write the proof that a posting is in its block."""
    from shanqiao.cli.bookkeeping import write_proof

    write_proof(posting, out, lang=lang)


@books.command("check-proof")
def check_proof(
    file: Annotated[
        Path, typer.Argument(help="shanqiao books proof 写出的文件。 What books proof wrote.")
    ],
    digest: Annotated[
        str | None,
        typer.Option(
            help="公布的封存块摘要，须与证明里的一致。 The published digest of the block, which the proof must have."
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """核对一份证明，不用数据库。 Check a proof; no database is asked.

    以 0 结束为成立，1 为不成立。 Ends with 0 when it holds, 1 when not.
    """
    from shanqiao.cli.proving import check_proof_file

    check_proof_file(file, digest=digest, lang=lang)
