"""Read a question as a program sent it: tokens and row numbers, nothing else."""

import json
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from shanqiao.apps.inquiries.asking import CannotAsk
from shanqiao.apps.inquiries.limits import MOST_ROWS
from shanqiao.engines.linkage.tokens import TOKEN_KINDS

_DIGITS = 16  # of a token in hexadecimal
_KINDS = [kind.name for kind in TOKEN_KINDS]
_MOST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Question:
    """What was sent: see docs/reference/asking-by-tokens.md."""

    batch: UUID
    numbers: list
    tokens: np.ndarray


def question_in(body):
    """The question in the body of a request.

    Raises:
        CannotAsk: it is none, or one of another version; nothing of the content is repeated.
    """
    try:
        sent = json.loads(body)
        batch, kinds, rows = UUID(sent["batch"]), sent["kinds"], sent["rows"]
        if kinds != _KINDS:
            raise CannotAsk(
                "version",
                _(
                    "These tokens are of other kinds than the city's. Please make them anew with the same version of shanqiao."
                ),
            )
        if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
            raise CannotAsk(
                "size",
                _("One question holds 1 to %(most)s rows. Please send it in parts.")
                % {"most": MOST_ROWS},
            )
        numbers = [_number(number) for number, _tokens in rows]
        tokens = np.array(
            [[_token(text) for text in row] for _number_, row in rows], dtype=np.int64
        )
        if len(set(numbers)) != len(numbers) or tokens.shape != (len(rows), len(_KINDS)):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError) as nonsense:
        raise CannotAsk(
            "unreadable",
            _("This question cannot be read. Please send it with the command shanqiao ask."),
        ) from nonsense
    return Question(batch, numbers, tokens)


def _number(number):
    if type(number) is not int or not 0 <= number <= _MOST_NUMBER:
        raise ValueError
    return number


def _token(text):
    if text == "":
        return 0
    if len(text) != _DIGITS:
        raise ValueError
    return int.from_bytes(bytes.fromhex(text), "big", signed=True)
