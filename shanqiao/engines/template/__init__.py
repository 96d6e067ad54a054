"""What a programme template says: its papers, its limits, and the questions by which somebody is advised."""

from ._advise import AnswerDoesNotFit, Step, walk
from ._read import CannotReadTemplate, Fault, read_template
from ._template import Advice, Answer, Paper, Question, Template, Words

__all__ = [
    "Advice",
    "Answer",
    "AnswerDoesNotFit",
    "CannotReadTemplate",
    "Fault",
    "Paper",
    "Question",
    "Step",
    "Template",
    "Words",
    "read_template",
    "walk",
]
