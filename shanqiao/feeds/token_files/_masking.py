"""Facts of people in a message, so that the row is found and nobody reading over a shoulder learns more."""

from __future__ import annotations


def masked(text: str) -> str:
    """``440103196503071219`` is ``440***********1219``, ``13922210001`` is ``139******01``, ``陈伟强`` is ``陈**``."""
    shown = "".join(letter if letter.isprintable() else "·" for letter in text)
    if len(shown) >= 15:
        return f"{shown[:3]}{'*' * (len(shown) - 7)}{shown[-4:]}"
    if len(shown) >= 7:
        return f"{shown[:3]}{'*' * (len(shown) - 5)}{shown[-2:]}"
    return shown[:1] + "*" * (len(shown) - 1)
