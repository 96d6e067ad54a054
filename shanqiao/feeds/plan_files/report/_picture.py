"""What one picture consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .._reasons import Words
from ._html import Cell

FROM_THE_PLAN = Words(
    "来源：本方案与它所依据的文件", "Source: the plan and the files it was made for"
)


@dataclass(frozen=True)
class Picture:
    """One picture with everything it is told with.

    Attributes:
        name: in file names and anchors.
        says: one sentence under the title: how to read it.
        unit: what the axis counts.
        head, rows: the table beneath; the first ``texts`` columns are texts.
        drawing: what the script of the page draws; empty where ``svg`` is the picture.
        wide: it needs the whole width of a page.
        svg: a picture that needs no script, with what explains its colours.
        terms: what words of the picture mean, each with its sentence.
    """

    name: str
    title: Words
    says: Words
    unit: Words
    head: Sequence[Words]
    rows: Sequence[Sequence[Cell]]
    texts: int
    drawing: dict[str, object]
    source: Words = FROM_THE_PLAN
    wide: bool = False
    svg: str = ""
    terms: Sequence[tuple[Words, Words]] = ()


@dataclass(frozen=True)
class Note:
    """What stands where a picture would, and why there is none."""

    title: Words
    says: Words
