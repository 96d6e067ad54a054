"""The file of a programme template, checked as a whole: every fault at once, each with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ._template import Advice, Answer, Paper, Question, Template, Words

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")
_MOST_TEXT = 100_000  # characters


@dataclass(frozen=True)
class Fault:
    """One thing wrong in the file: where, and what, in both languages."""

    where: str
    zh: str
    en: str


class CannotReadTemplate(ValueError):
    """The file is not as it should be; every fault in it.

    Attributes:
        faults: at least one, in the order of the file.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.where}: {fault.en}" for fault in self.faults))


def read_template(text: str) -> Template:
    """The programme template that a TOML text says; docs/how-to/attach-a-template.md tells its form.

    Raises:
        CannotReadTemplate: with every fault found and its place.
    """
    if len(text) > _MOST_TEXT:
        raise CannotReadTemplate([Fault("file", "文件太大。", "the file is too large")])
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as refusal:
        fault = Fault("TOML", f"不是有效的 TOML：{refusal}", f"no valid TOML: {refusal}")
        raise CannotReadTemplate([fault]) from refusal
    reader = _Reader()
    template = reader.template(told)
    if reader.faults:
        raise CannotReadTemplate(reader.faults)
    return template


class _Reader:
    """Reads piece by piece; what is wrong is noted and read as something harmless, so that all of it is found."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def template(self, told: dict[str, Any]) -> Template:
        advice = [self._advice(row, where) for where, row in self._rows(told, "advice")]
        questions = [self._question(row, where) for where, row in self._rows(told, "questions")]
        self._tree(questions, {one.code for one in advice})
        return Template(
            code=self._matching(told, "code", "", _CODE),
            version=self._matching(told, "version", "", _VERSION),
            since=self._since(told),
            source=self._text(told, "source", ""),
            name=self._words(told.get("name"), "name"),
            about=self._words(told.get("about"), "about"),
            percent=self._percent(told),
            papers=tuple(self._paper(row, where) for where, row in self._rows(told, "papers")),
            advice=tuple(advice),
            questions=tuple(questions),
        )

    def _paper(self, row: dict[str, Any], where: str) -> Paper:
        return Paper(self._matching(row, "code", where, _CODE), self._words(row, where))

    def _advice(self, row: dict[str, Any], where: str) -> Advice:
        return Advice(self._matching(row, "code", where, _CODE), self._words(row, where))

    def _question(self, row: dict[str, Any], where: str) -> Question:
        answers = [self._answer(one, f"{where}, {at}") for at, one in self._rows(row, "answers")]
        if not answers:
            self._say(f"{where}: answers", "问题没有答案。", "a question has answers")
        return Question(
            self._matching(row, "code", where, _CODE), self._words(row, where), tuple(answers)
        )

    def _answer(self, row: dict[str, Any], where: str) -> Answer:
        advice = row.get("advice", [])
        if not isinstance(advice, list) or not all(isinstance(code, str) for code in advice):
            self._say(f"{where}: advice", "应为代码的列表。", "a list of codes")
            advice = []
        then = row.get("then", "")
        return Answer(
            self._matching(row, "code", where, _CODE),
            self._words(row, where),
            then if isinstance(then, str) else "",
            tuple(advice),
        )

    def _tree(self, questions: list[Question], advice: set[str]) -> None:
        """Every question but the first is the next of one answer, after it; every advice is there."""
        places = {question.code: n for n, question in enumerate(questions)}
        reached: set[str] = set()
        for n, question in enumerate(questions):
            if n and question.code not in reached:
                self._say(f"questions {n + 1}", "没有答案通向这个问题。", "no answer leads to it")
            for m, answer in enumerate(question.answers):
                where = f"questions {n + 1}, answers {m + 1}"
                if answer.then and places.get(answer.then, -1) <= n:
                    self._say(f"{where}: then", "应为后面的一个问题。", "a later question")
                reached.add(answer.then)
                for code in sorted({*answer.advice} - advice):
                    self._say(f"{where}: advice", f"没有建议 {code}。", f"there is no {code}")

    def _rows(self, told: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
        """Tables of one name, with where each stands; codes among them stand once."""
        rows = told.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._say(name, "应为若干个表。", "a list of tables")
            return []
        seen: set[str] = set()
        for n, row in enumerate(rows):
            code = str(row.get("code"))
            if code in seen:
                self._say(f"{name} {n + 1}: code", "代码重复。", "the code stands there twice")
            seen.add(code)
        return [(f"{name} {n + 1}", row) for n, row in enumerate(rows)]

    def _words(self, row: Any, where: str) -> Words:
        said = row if isinstance(row, dict) else {}
        return Words(self._text(said, "zh", where), self._text(said, "en", where))

    def _text(self, row: dict[str, Any], key: str, where: str) -> str:
        text = row.get(key)
        if isinstance(text, str) and text.strip():
            return text.strip()
        self._say(f"{where}: {key}".removeprefix(": "), "缺少文字。", "a text is missing")
        return ""

    def _matching(self, row: dict[str, Any], key: str, where: str, form: re.Pattern[str]) -> str:
        text = str(row.get(key, ""))
        if not form.fullmatch(text):
            place = f"{where}: {key}".removeprefix(": ")
            self._say(place, "缺少，或写法不对。", "missing, or not written as it should be")
        return text

    def _since(self, told: dict[str, Any]) -> date:
        since = told.get("since")
        if type(since) is date:
            return since
        self._say("since", "应为日期，如 2026-01-01。", "a date, say 2026-01-01")
        return date.min

    def _percent(self, told: dict[str, Any]) -> int:
        percent = told.get("percent", 100)
        if type(percent) is int and 1 <= percent <= 100:
            return percent
        self._say("percent", "应为 1 到 100 的整数。", "a whole number from 1 to 100")
        return 100

    def _say(self, where: str, zh: str, en: str) -> None:
        self.faults.append(Fault(where, zh, en))
