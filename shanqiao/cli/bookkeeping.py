"""What `shanqiao books` does with the database in use; the embedded one is started if it does not run."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import typer

from shanqiao.cli.options import Lang
from shanqiao.cli.outsiders import OUTSIDERS
from shanqiao.cli.speaking import err, language_of, out, refuse
from shanqiao.cli.stopwatch import Stopwatch
from shanqiao.feeds.plan_files import Language, Words

# what rows are called: what a finding says first
_ROWS = {"posting": "分录", "line": "资金线", "account": "科目", "block": "封存块"}


def export_books(
    form: str, file: Path, *, host: str | None, force: bool, lang: Lang | None
) -> None:
    """Write a journal; ends with 1, and nothing written, where that cannot be."""
    language = language_of(lang)
    if file.exists() and not force:
        refuse(
            Words(f"{file} 已经在了；要写掉它，加 --force。", f"{file} is there; add --force to write over it."),
            language,
        )  # fmt: skip
    with _books(language) as ready, Stopwatch(language) as watch:
        try:
            count, _ = _write(file, form, ready, host, watch)
        except OSError as why:
            refuse(
                Words(f"写不了 {file}：{why.strerror}。", f"{file} cannot be written: {why.strerror}."),
                language,
            )  # fmt: skip
    _say(
        Words(
            f"{count:,} 条分录写在 {file}；文末是各科目应有的余额。",
            f"{count:,} postings written to {file}; it ends with what must stand in each account.",
        ),
        language,
    )


def compare_books(*, host: str | None, lang: Lang | None) -> None:
    """Have others add up; ends with 1 where anything differs, or where nobody could be asked."""
    language = language_of(lang)
    there = [outsider for outsider in OUTSIDERS if outsider.where()]
    for missing in (outsider for outsider in OUTSIDERS if outsider not in there):
        err.print(missing.get_it.say(language), markup=False, soft_wrap=True)
    if not there:
        raise typer.Exit(1)
    differing = False
    with _books(language) as ready, tempfile.TemporaryDirectory(prefix="shanqiao-") as folder:
        for outsider in there:
            journal = Path(folder) / f"books.{outsider.form}"
            began = perf_counter()
            with Stopwatch(language) as watch:
                count, balances = _write(journal, outsider.form, ready, host, watch)
                watch.step(outsider.form)
                found = outsider.differences(journal, balances)
            if found:
                differing = True
                for line in found:
                    err.print(f"{outsider.form} · {line}", markup=False, soft_wrap=True)
                continue
            seconds = perf_counter() - began
            _say(
                Words(
                    f"{outsider.form}：{count:,} 条分录，{len(balances):,} 个科目的余额与数据库一致（{seconds:.1f} 秒）。",
                    f"{outsider.form}: {count:,} postings; in {len(balances):,} accounts the same stands as in the database ({seconds:.1f} s).",
                ),
                language,
            )
    if differing:
        refuse(
            Words(
                "有出入，见上。请用 shanqiao books verify 查是哪一行。",
                "There are differences, see above. shanqiao books verify says which row it is.",
            ),
            language,
        )


def verify_books(*, lang: Lang | None) -> None:
    """Say what is not as it was written; ends with 1 where anything is not."""
    language, found = language_of(lang), 0
    with _books(language):
        from shanqiao.apps.books.models import Block
        from shanqiao.apps.books.verifying import verify

        with Stopwatch(language) as watch:
            for differing in verify(watch.step):
                found += 1
                err.print(_named(differing, language), markup=False, soft_wrap=True)
        blocks = Block.objects.count()
    if found:
        refuse(Words(f"{found:,} 处不符。", f"What differs: {found:,}."), language)
    _say(
        Words(
            f"相符：{blocks:,} 个封存块、各科目余额、各资金线上的每一分钱。",
            f"All is as it was written: {blocks:,} blocks, the sums, and every fen on its line.",
        ),
        language,
    )


def seal_books(*, lang: Lang | None) -> None:
    """Lay what was given, and seal what is finished."""
    language = language_of(lang)
    with _books(language):
        from shanqiao.apps.books.sealing import last_block, lay_everything, seal
        from shanqiao.apps.record.clock import now

        lay_everything()
        count, block = seal(at=now()), last_block()
    _say(Words(f"封存了 {count:,} 条分录。", f"{count:,} postings were sealed."), language)
    if block is not None:
        digest = bytes(block.digest).hex()
        _say(
            Words(f"最新的封存块 {block.number}，摘要 {digest}", f"The newest block is {block.number}, digest {digest}"),
            language,
        )  # fmt: skip


def write_proof(posting: int, file: Path, *, lang: Lang | None) -> None:
    """Write a proof; ends with 1 where there is none."""
    language = language_of(lang)
    with _books(language):
        from shanqiao.apps.books.models import Posting
        from shanqiao.apps.books.proofs import prove

        try:
            proof = prove(posting)
        except Posting.DoesNotExist:
            refuse(
                Words(f"没有编号为 {posting} 的分录。", f"There is no posting {posting}."), language
            )
    if proof is None:
        refuse(
            Words(
                f"分录 {posting} 还没有封存；请先运行 shanqiao books seal。",
                f"Posting {posting} is not sealed yet; run shanqiao books seal first.",
            ),
            language,
        )
    text = json.dumps(proof, ensure_ascii=False, indent=1) + "\n"
    file.write_text(text, encoding="utf-8")
    _say(
        Words(
            f"证明写在 {file}；核对：shanqiao books check-proof {file}",
            f"The proof is in {file}; to check it: shanqiao books check-proof {file}",
        ),
        language,
    )


@contextmanager
def _books(language: Language) -> Iterator[Language]:
    """The database is there, has books, and speaks the language."""
    from shanqiao.host.problems import CannotStart
    from shanqiao.host.use import database_in_use

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.base")
    try:
        with database_in_use():
            import django
            from django.apps import apps
            from django.utils.translation import override

            ours = not apps.ready  # else we are inside a program that goes on with it
            django.setup()
            try:
                _expect_books(language)
                with override("zh-hans" if language == "zh" else "en"):
                    yield language
            finally:
                if ours:
                    _let_go()
    except CannotStart as why:
        err.print(str(why), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


def _expect_books(language):
    from shanqiao.apps.books.outside import are_there

    if not are_there():
        refuse(
            Words(
                "这个数据库里还没有账本；请先运行 shanqiao run。",
                "There are no books in this database yet; run shanqiao run first.",
            ),
            language,
        )


def _let_go():
    """So that the database can stop where nobody else uses it."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        connection.close_pool()


def _write(file, form, language, host, watch):
    """(how many postings, {(account, unit): balance}) of a journal that is whole when it has its name."""
    from django.utils.timezone import localdate

    from shanqiao.apps.books.outside import books_of_one_moment
    from shanqiao.apps.record.clock import now
    from shanqiao.feeds.journals import write_journal

    whose = _host(host, language)
    watch.step("write")
    half = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        with (
            half.open("w", encoding="utf-8") as writing,
            books_of_one_moment(host=whose) as books,
        ):
            balances = write_journal(
                writing,
                books,
                form=form,
                on=localdate(now()),
                told=lambda share: watch.step("write", share),
            )
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    return books.count, balances


def _host(uscc, language):
    from shanqiao.apps.registry.models import Organisation

    if uscc is None:
        return None
    found = Organisation.objects.filter(uscc=uscc.strip().upper()).first()
    if found is None:
        refuse(
            Words(f"没有统一社会信用代码为 {uscc} 的机构。", f"There is no organisation with the code {uscc}."),
            language,
        )  # fmt: skip
    return found


def _named(found, language):
    kind, _, number = found.row.partition(" ")
    row = Words(f"{_ROWS.get(kind, kind)} {number}", found.row).say(language)
    return f"{row}{Words('：', ': ').say(language)}{found.says}"


def _say(words: Words, language: Language) -> None:
    out.print(words.say(language), markup=False, soft_wrap=True)
