"""What `shanqiao statement` does: hand in, look through, say what was found, take in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import Progress

from shanqiao.cli.city import the_city
from shanqiao.cli.options import Lang
from shanqiao.cli.speaking import err, language_of, out, refuse
from shanqiao.feeds.bank_statements import CannotReadStatement, Seen, look_into
from shanqiao.feeds.plan_files import Language, Words
from shanqiao.host.problems import CannotStart


@dataclass(frozen=True)
class Asked:
    """What was asked for."""

    file: Path
    account: str
    host: str
    open_in: str
    form: str
    day_first: bool | None
    all_or_nothing: bool
    look: bool


def take_statement(asked: Asked, *, lang: Lang | None) -> None:
    """Take a statement in; ends with 1, and nothing taken in, where that cannot be."""
    language = language_of(lang)
    try:
        content = asked.file.read_bytes()
    except OSError as refusal:
        said = str(refusal.strerror or refusal)
        refuse(Words(f"读不了 {asked.file}：{said}", f"Cannot read {asked.file}: {said}"), language)
    try:
        seen = look_into(content, asked.file.name, form=asked.form)
    except CannotReadStatement as refusal:
        refuse(Words(refusal.said["zh"], refusal.said["en"]), language)
    try:
        with the_city():
            _take(asked, content, seen, language)
    except CannotStart as why:
        refuse(Words(str(why), str(why)), language)


def _take(asked: Asked, content: bytes, seen: Seen, language: Language) -> None:
    from django.utils.translation import override

    from shanqiao.apps.bank.actions import (
        CannotTakeStatement,
        ask_to_take_statement,
        give_up_statement,
        hand_in_statement,
    )
    from shanqiao.apps.record.clock import now
    from shanqiao.cli.stating_accounts import account_and_host
    from shanqiao.jobs.statements import read_handed_in, take_handed_in

    account, host = account_and_host(asked, seen, language)
    with override("zh-hans" if language == "zh" else "en"):
        try:
            statement, is_new = hand_in_statement(
                host=host, name=asked.file.name, content=content, form=seen.form, account=account,
                day_first=asked.day_first, by=None, at=now(),
            )  # fmt: skip
        except CannotTakeStatement as refusal:
            refuse(Words(str(refusal), str(refusal)), language)
        if statement.taken_at:
            _say(
                Words(
                    f"这份文件已于 {statement.taken_at:%Y-%m-%d} 入账（{statement.taken:,} 笔），什么也没有变。",
                    f"This file was taken in on {statement.taken_at:%Y-%m-%d} ({statement.taken:,} lines); nothing changed.",
                ),
                language,
            )
            return
        with _bar(Words("读取", "Reading"), seen.rows, language) as told:
            read_handed_in(statement, at=now(), told=told)
        statement.refresh_from_db()
        _tell(statement, seen, language)
        if asked.look or statement.says or (asked.all_or_nothing and statement.wrong):
            if is_new:
                give_up_statement(statement=statement, by=None, at=now())
            if not asked.look:
                nothing = Words("因此什么也没有入账。", "So nothing was taken in.")
                refuse(nothing, language)
            return
        ask_to_take_statement(statement=statement, whole=asked.all_or_nothing, by=None, at=now())
        with _bar(Words("入账", "Taking in"), seen.rows, language) as told:
            take_handed_in(statement, at=now(), told=told)
        statement.refresh_from_db()
        _say(
            Words(
                f"已入账 {statement.taken:,} 笔；先前已有 {statement.known:,} 笔；有误未收 {statement.wrong:,} 行。",
                f"Taken in: {statement.taken:,} lines; known before: {statement.known:,}; wrong and left out: {statement.wrong:,}.",
            ),
            language,
        )


def _tell(statement: Any, seen: Seen, language: Language) -> None:
    """What was found: columns, accounts, wrong rows, breaks, doubles."""
    from shanqiao.apps.bank.models import BankAccount
    from shanqiao.apps.bank.queries import (
        breaks_of,
        found_in,
        problems_of,
        why_unusable,
        wrong_rows_of,
    )

    if says := why_unusable(statement):
        refuse(Words(says["zh"], says["en"]), language)
    if seen.taken:
        known = Words("认出的列：", "Columns: ").say(language)
        out.print(
            known + ", ".join(f"{c} ← {h}" for c, h in seen.taken.items()),
            markup=False,
            soft_wrap=True,
        )
    if seen.unused:
        unused = Words("没有用到的列：", "Columns not used: ").say(language)
        out.print(unused + ", ".join(seen.unused), markup=False, soft_wrap=True)
    for remark in wrong_rows_of(statement).iterator(chunk_size=2_000):
        for problem in problems_of(remark):
            err.print(
                _problem(statement.name, remark.line, problem, language),
                markup=False,
                soft_wrap=True,
            )
    accounts = BankAccount.objects.in_bulk()
    for part in found_in(statement)["accounts"]:
        account = accounts[part["account"]]
        came, went = (money(part[way], account) for way in ("in", "out"))
        _say(
            Words(
                f"{account}：{part['lines']:,} 笔，{part['first']} 至 {part['last']}，收 {came}，付 {went}。",
                f"{account}: {part['lines']:,} lines, {part['first']} to {part['last']}, in {came}, out {went}.",
            ),
            language,
        )
    for broken in breaks_of(statement).iterator(chunk_size=2_000):
        expected, stands = (money(n, broken.account) for n in (broken.expected, broken.stands))
        _say(
            Words(
                f"余额断开 · 第 {broken.line} 行 · {broken.account}：应为 {expected}，写的是 {stands}。",
                f"The balance breaks · line {broken.line} · {broken.account}: {expected} would follow, {stands} stands there.",
            ),
            language,
        )
    if statement.doubles:
        _say(
            Words(
                f"疑似重复 {statement.doubles:,} 笔（同一账户、日期、金额和摘要）；一笔也没有丢。",
                f"{statement.doubles:,} lines look like doubles (same account, day, amount and words); none is dropped.",
            ),
            language,
        )


def money(count: int, account: Any) -> str:
    """An amount in the currency of an account."""
    sign, digits = "−" if count < 0 else "", account.digits
    whole, part = divmod(abs(count), 10**digits)
    return f"{sign}{whole:,}" + (f".{part:0{digits}d}" if digits else "") + f" {account.currency}"


def _problem(file: str, line: int, problem: dict[str, str], language: Language) -> str:
    reason = problem["zh"] if language == "zh" else problem["en"]
    place = Words(f"{file} 第 {line} 行", f"{file}, line {line}").say(language)
    cell = [text for text in (problem["column"], problem["value"]) if text]
    return " · ".join([place, *cell]) + Words(f"：{reason}", f": {reason}").say(language)


class _bar:
    """A bar on stderr while inside, where somebody looks; called with the rows that are done."""

    def __init__(self, words: Words, rows: int, language: Language) -> None:
        self._progress = Progress(console=err, disable=not err.is_terminal, transient=True)
        self._task = self._progress.add_task(words.say(language), total=rows)

    def __enter__(self) -> Any:
        self._progress.start()
        return lambda done: self._progress.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def _say(words: Words, language: Language) -> None:
    out.print(words.say(language), markup=False, soft_wrap=True)
