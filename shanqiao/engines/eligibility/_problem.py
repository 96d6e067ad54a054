from __future__ import annotations


class CannotReadExpression(ValueError):
    """A condition is not written in the language of the plan files.

    Attributes:
        text: the whole condition as it was written.
        position: the place of the first wrong character, counted from 1.
        zh, en: what is wrong there, in words.
    """

    def __init__(self, text: str, position: int, *, zh: str, en: str) -> None:
        super().__init__(f"at {position}: {en}")
        self.text = text
        self.position = position
        self.zh = zh
        self.en = en
