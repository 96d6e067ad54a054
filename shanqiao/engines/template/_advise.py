from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ._template import Advice, Question, Template


class AnswerDoesNotFit(ValueError):
    """An answer that the question asked by then does not have."""


@dataclass(frozen=True)
class Step:
    """How far the answers have come.

    Attributes:
        asked: (question, the answer chosen), in their order.
        next: what is asked now; None where the tree ends.
        advice: what the answers so far lead to.
    """

    asked: tuple[tuple[Question, str], ...]
    next: Question | None
    advice: tuple[Advice, ...]


def walk(template: Template, answers: Sequence[str]) -> Step:
    """Follow the questions by the codes of answers.

    Raises:
        AnswerDoesNotFit: there is no such answer, or no question any more.
    """
    questions = {question.code: question for question in template.questions}
    told = {advice.code: advice for advice in template.advice}
    now = template.questions[0] if template.questions else None
    asked: list[tuple[Question, str]] = []
    advice: dict[str, Advice] = {}
    for code in answers:
        chosen = next((one for one in now.answers if one.code == code), None) if now else None
        if now is None or chosen is None:
            raise AnswerDoesNotFit(code)
        asked.append((now, code))
        advice |= {one: told[one] for one in chosen.advice}
        now = questions[chosen.then] if chosen.then else None
    return Step(tuple(asked), now, tuple(advice.values()))
