"""A file that cannot be used, said in both languages."""

from __future__ import annotations

from shanqiao.feeds.plan_files import Words


class CannotUseFile(Exception):
    """A file is missing, of another kind, or holds something else; ``words`` says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)
