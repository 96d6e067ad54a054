from __future__ import annotations

from collections.abc import Mapping, Sequence

from ._instrument import Instrument, Item

Answer = str | int | bool | Sequence[str]
Answers = Mapping[str, Answer]
LARGEST = 10**12  # what is typed beyond it is a slip of the finger


class AnswerDoesNotFit(ValueError):
    """An answer is none of those the item offers.

    Attributes:
        item: the code of the item.
    """

    def __init__(self, item: str, says: str) -> None:
        super().__init__(f"{item}: {says}")
        self.item = item


def check_answers(instrument: Instrument, answers: Answers) -> None:
    """Every answer is one that its item offers; an item without an answer is simply not there.

    Args:
        answers: {item: option of a choice, whole number, True or False, options of a multi}.

    Raises:
        AnswerDoesNotFit: for the first that does not.
    """
    known = {item.code: item for item in instrument.items}
    for code, answer in answers.items():
        if code not in known:
            raise AnswerDoesNotFit(code, "no such item")
        if not _fits(known[code], answer):
            raise AnswerDoesNotFit(code, f"{answer!r} is no answer to it")


def chosen(item: Item, answer: Answer) -> tuple[str, ...]:
    """The codes of the options that an answer chooses; of a number none."""
    if isinstance(answer, bool):
        return ("yes" if answer else "no",)
    if isinstance(answer, str):
        return (answer,)
    return () if isinstance(answer, int) else tuple(answer)


def _fits(item: Item, answer: Answer) -> bool:
    codes = {option.code for option in item.options}
    if item.kind == "choice":
        return isinstance(answer, str) and answer in codes
    if item.kind == "yesno":
        return isinstance(answer, bool)
    if item.kind == "multi":
        return (
            isinstance(answer, Sequence)
            and not isinstance(answer, str)
            and set(answer) <= codes
            and len(set(answer)) == len(answer)
        )
    if not isinstance(answer, int) or isinstance(answer, bool) or abs(answer) > LARGEST:
        return False
    too_low = item.least is not None and answer < item.least
    too_high = item.most is not None and answer > item.most
    return not too_low and not too_high
