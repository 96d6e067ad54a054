"""A plan already made, to stay near to."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from shanqiao.cli.speaking import refuse, say_problems
from shanqiao.feeds.plan_files import Language, Words, read_standing


def near_to(
    standing: Path | None, needs: pl.DataFrame, resources: pl.DataFrame, language: Language
) -> pl.DataFrame | None:
    """A plan already made, as far as it speaks of these; ends with 1 where it cannot be read."""
    if standing is None:
        return None
    near, problems, warnings = read_standing(standing, needs, resources)
    say_problems(warnings, language)
    if problems.height:
        say_problems(problems, language)
        refuse(
            Words(
                "先前的方案读不了；什么也没有写。",
                "The standing plan cannot be read; nothing was written.",
            ),
            language,
        )
    return near
