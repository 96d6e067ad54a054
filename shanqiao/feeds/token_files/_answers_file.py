"""The answers, beside the organisation's own row numbers."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from shanqiao.feeds.plan_files import Language, Words

ANSWER_WORDS: Mapping[str, Words] = {
    "no": Words("未见保障", "not covered"),
    "partly": Words("部分保障", "partly covered"),
    "fully": Words("已足额保障", "fully covered"),
    "ask": Words("请询问联系人", "please ask the contact"),
}
_HEADINGS = ("row", "answer", "in_words", "contact", "asked_at", "ends_at")


def write_answers(path: Path, answered: Iterable[Mapping[str, object]], language: Language) -> int:
    """Write what the city answered as CSV that spreadsheets open, for its owner alone to read.

    Args:
        answered: what each question was answered with; see docs/reference/asking-by-tokens.md.

    Returns:
        how many rows.
    """
    rows = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        for part in answered:
            answers = part["answers"]
            assert isinstance(answers, list)
            for one in answers:
                contact = part["contact"] if one["answer"] == "ask" else ""
                said = ANSWER_WORDS[one["answer"]].say(language)
                writer.writerow(
                    [one["row"], one["answer"], said, contact, part["asked_at"], part["ends_at"]]
                )
                rows += 1
    return rows
