"""What an assessment instrument asks, what the answers add up to, and how far two who asked agree."""

from ._answers import AnswerDoesNotFit, Answers, check_answers
from ._difference import Change, Difference, ItemChange, difference
from ._faults import Lines
from ._instrument import Band, Danger, Group, Instrument, Item, NeedRule, Option, Scale, Words
from ._kappa import Agreement, kappa
from ._read import CannotReadInstrument, Fault, read_instrument
from ._score import Added, Alarm, Line, Result, ScaleResult, score

__all__ = [
    "Added",
    "Agreement",
    "Alarm",
    "AnswerDoesNotFit",
    "Answers",
    "Band",
    "CannotReadInstrument",
    "Change",
    "Danger",
    "Difference",
    "Fault",
    "Group",
    "Instrument",
    "Item",
    "ItemChange",
    "Line",
    "Lines",
    "NeedRule",
    "Option",
    "Result",
    "Scale",
    "ScaleResult",
    "Words",
    "check_answers",
    "difference",
    "kappa",
    "read_instrument",
    "score",
]
