"""What givers and the city wish for beyond what a network flow can say."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

OF_NEEDS = {"need": pl.String(), "whole": pl.Boolean()}
OF_RESOURCES = {"resource": pl.String(), "minimum": pl.Int64(), "spent_share": pl.Int64()}
DEFAULTS = {"whole": False, "minimum": 0, "spent_share": 0}


@dataclass(frozen=True)
class Wishes:
    """Wishes, only where there are any.

    Attributes:
        needs: need, whole (true); a need that gets all it misses, or nothing.
        resources: resource, minimum (>= 0, in its unit; a need gets so much from it, or nothing)
            and spent_share (0 to 100 hundredths; of what it gives in this plan so much at least goes
            to people in its ``reserved_for``).
        most_helpers: how many resources may serve one need; None for any number.
    """

    needs: pl.DataFrame
    resources: pl.DataFrame
    most_helpers: int | None = None

    @classmethod
    def of(
        cls, needs: pl.DataFrame, resources: pl.DataFrame, most_helpers: int | None = None
    ) -> Wishes:
        """The wishes in the columns of needs and resources; a column that is not there wishes nothing.

        Raises:
            ValueError: a wish is out of its range.
        """
        if most_helpers is not None and most_helpers < 1:
            raise ValueError(f"a need is served by at least 1 resource, not {most_helpers}")
        of_needs = _with_defaults(needs, OF_NEEDS).filter("whole")
        of_resources = _with_defaults(resources, OF_RESOURCES).filter(
            (pl.col("minimum") != 0) | (pl.col("spent_share") != 0)
        )
        if of_resources.filter(pl.col("minimum") < 0).height:
            raise ValueError("a minimum is below 0")
        if of_resources.filter(~pl.col("spent_share").is_between(0, 100)).height:
            raise ValueError("a spent_share is beyond 0–100 hundredths")
        return cls(of_needs.sort("need"), of_resources.sort("resource"), most_helpers)

    def __bool__(self) -> bool:
        """Whether anything is wished for."""
        return bool(self.needs.height or self.resources.height or self.most_helpers is not None)

    def figures(self) -> dict[str, int | None]:
        """How many wishes of each sort there are, and the most helpers of a need."""
        return {
            "most_helpers": self.most_helpers,
            "whole": self.needs.height,
            "minimum": self.resources.filter(pl.col("minimum") > 0).height,
            "spent_share": self.resources.filter(pl.col("spent_share") > 0).height,
        }


def _with_defaults(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    default = [
        pl.lit(DEFAULTS[column], dtype=kind).alias(column)
        for column, kind in columns.items()
        if column not in frame.columns
    ]
    return frame.with_columns(default).select(pl.col(c).cast(kind) for c, kind in columns.items())
