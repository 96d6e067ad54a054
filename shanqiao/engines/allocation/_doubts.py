"""What would make a plan meaningless: asked of the whole city before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ..eligibility import CannotReadExpression, parse

LARGEST = 2**53  # quantities times priorities still fit 64 bits with this
SHOWN = 3  # of the rows that share one doubt


class CannotUseCity(ValueError):
    """Needs or resources cannot be planned; ``doubts`` says everything that is wrong."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__("; ".join(doubts))
        self.doubts = tuple(doubts)


def doubts_about(needs: pl.DataFrame, resources: pl.DataFrame, kinds: pl.DataFrame) -> list[str]:
    """Everything that is wrong with frames whose columns are right; [] where nothing is.

    Args:
        needs: by need as text.
    """
    known = kinds["kind"].implode()
    code = r"^([0-9]{6}|[0-9]{9})$"
    wrong = [
        _named(needs, "need", pl.col("need") == pl.col("need").shift(), "stands twice"),
        _named(needs, "need", pl.col("quantity") <= 0, "has a quantity that is not above 0"),
        _named(needs, "need", pl.col("covered") < 0, "has less than 0 covered"),
        _named(
            needs, "need", ~pl.col("severity").is_between(0, 100), "has a severity beyond 0–100"
        ),
        _named(needs, "need", ~pl.col("urgency").is_between(0, 2), "has an urgency beyond 0–2"),
        _named(needs, "need", ~pl.col("kind").is_in(known), "has a kind that is not known"),
        _named(
            needs, "need", ~pl.col("street").str.contains(r"^[0-9]{9}$"), "has no 9-digit street"
        ),
        _twice_the_same(needs),
        _named(resources, "resource", pl.col("resource").is_duplicated(), "stands twice"),
        _named(resources, "resource", pl.col("capacity") < 0, "has a capacity below 0"),
        _named(resources, "resource", pl.col("person_cap") <= 0, "has a person_cap not above 0"),
        _named(
            resources,
            "resource",
            ~pl.col("reserved_share").is_between(0, 100),
            "has a reserved_share beyond 0–100 hundredths",
        ),
        _named(
            resources,
            "resource",
            pl.col("streets").list.eval(~pl.element().str.contains(code)).list.any(),
            "has a street that is neither 6 nor 9 digits",
        ),
        _named(kinds, "kind", pl.col("kind").is_duplicated(), "stands twice"),
        _named(
            resources,
            "resource",
            pl.col("capacity") > LARGEST,
            f"has a capacity above {LARGEST}",
        ),
        _too_much(needs),
        *_kinds_apart(resources, kinds),
        *_unreadable(resources),
    ]
    return [doubt for doubt in wrong if doubt]


def doubts_about_before(before: pl.DataFrame, resources: pl.DataFrame) -> list[str]:
    """Everything that is wrong with what was granted before; [] where nothing is."""
    known = pl.col("resource").is_in(resources["resource"].implode())
    row = pl.struct("resource", "person", "outside")
    granted = before.group_by("resource").agg(pl.col("quantity").cast(pl.Float64).sum())
    wrong = [
        _named(before, "resource", ~known, "granted something before and is not there"),
        _named(before, "resource", pl.col("quantity") <= 0, "granted nothing above 0 before"),
        _named(before, "resource", row.is_duplicated(), "granted a person twice before"),
        _named(
            granted,
            "resource",
            pl.col("quantity") > LARGEST,
            f"granted more than {LARGEST} before",
        ),
    ]
    return [doubt for doubt in wrong if doubt]


def _named(frame: pl.DataFrame, name: str, is_wrong: pl.Expr, says: str) -> str:
    found = frame.filter(is_wrong)[name].unique().sort()
    if not len(found):
        return ""
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{name} {', '.join(found.head(SHOWN))}{more} {says}"


def _twice_the_same(needs: pl.DataFrame) -> str:
    what = pl.struct("person", "kind", "item")
    if needs.select(what.hash().n_unique()).item() == needs.height:
        return ""
    says = "is not the only one of its person, kind and item"
    return _named(needs, "need", what.is_duplicated(), says)


def _too_much(needs: pl.DataFrame) -> str:
    whole = needs.select(pl.col("quantity", "covered").cast(pl.Float64).sum()).rows()
    if max(whole[0]) > LARGEST:
        return f"the needs add up to more than {LARGEST}"
    return ""


def _kinds_apart(resources: pl.DataFrame, kinds: pl.DataFrame) -> list[str]:
    unit = dict(zip(kinds["kind"], kinds["unit"], strict=True))
    wrong = []
    for resource, served in zip(resources["resource"], resources["kinds"], strict=True):
        strange = [kind for kind in served if kind not in unit]
        units = {unit[kind] for kind in served if kind in unit}
        if strange:
            wrong.append(f"resource {resource} serves {', '.join(strange)}, which is not known")
        if len(units) > 1:
            wrong.append(f"resource {resource} mixes {', '.join(sorted(units))}")
        if not len(served):
            wrong.append(f"resource {resource} serves no kind")
    return wrong


def _unreadable(resources: pl.DataFrame) -> list[str]:
    wrong = []
    for column in ("eligible", "reserved_for"):
        for resource, text in zip(resources["resource"], resources[column], strict=True):
            try:
                parse(text)
            except CannotReadExpression as problem:
                wrong.append(f"resource {resource}, {column}, {problem}")
    return wrong
