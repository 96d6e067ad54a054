from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def in_language(self, code: str) -> str:
        """The text for a language code of Django."""
        return self.zh if code.startswith("zh") else self.en


@dataclass(frozen=True)
class Paper:
    """A paper that an application needs."""

    code: str
    name: Words


@dataclass(frozen=True)
class Advice:
    """What somebody is told; the first that is reached comes first."""

    code: str
    says: Words


@dataclass(frozen=True)
class Answer:
    """One answer to a question.

    Attributes:
        then: the code of the next question, "" where it ends.
        advice: codes of what is told for it.
    """

    code: str
    says: Words
    then: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question of the tree."""

    code: str
    asks: Words
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Template:
    """A programme template as its file says.

    Attributes:
        percent: at most so much of the gap is applied for, 1 to 100.
        questions: the first is asked first; every one is reached, and none twice.
    """

    code: str
    version: str
    since: date
    source: str
    name: Words
    about: Words
    percent: int
    papers: tuple[Paper, ...]
    advice: tuple[Advice, ...]
    questions: tuple[Question, ...]
