"""What would make a plan meaningless: asked of the whole city before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ..eligibility import CannotReadExpression, parse
from ._words import Words

LARGEST = 2**53  # quantities times priorities still fit 64 bits with this
SHOWN = 3  # of the rows that share one doubt
NAMES = {"need": "需要", "resource": "资源", "kind": "类别"}


class CannotUseCity(ValueError):
    """Needs or resources cannot be planned; everything that is wrong, in Chinese and English.

    Attributes:
        doubts: in English, one by one.
        zh: all of them in Chinese.
    """

    def __init__(self, doubts: Sequence[Words]) -> None:
        super().__init__("; ".join(en for _, en in doubts))
        self.doubts = tuple(en for _, en in doubts)
        self.zh = "；".join(zh for zh, _ in doubts)


def doubts_about_needs(needs: pl.DataFrame, kinds: pl.DataFrame) -> list[Words]:
    """Everything that is wrong with needs whose columns are right; [] where nothing is.

    Args:
        needs: by need as text.
    """
    wrong = _each_named(
        needs,
        "need",
        [
            (pl.col("need") == pl.col("need").shift(), ("出现两次", "stands twice")),
            (pl.col("quantity") <= 0, ("的数量不大于 0", "has a quantity that is not above 0")),
            (pl.col("covered") < 0, ("的已落实数量小于 0", "has less than 0 covered")),
            (
                ~pl.col("severity").is_between(0, 100),
                ("的严重程度不在 0–100 之间", "has a severity beyond 0–100"),
            ),
            (
                ~pl.col("urgency").is_between(0, 2),
                ("的紧急程度不在 0–2 之间", "has an urgency beyond 0–2"),
            ),
            (
                ~pl.col("kind").is_in(kinds["kind"].implode()),
                ("的类别不认识", "has a kind that is not known"),
            ),
            (
                ~pl.col("street").str.contains(r"^[0-9]{9}$"),
                ("没有 9 位镇街代码", "has no 9-digit street"),
            ),
        ],
    )
    more = (_twice_the_same(needs), _too_much(needs))
    return [*wrong, *(doubt for doubt in more if doubt)]


def doubts_about_resources(resources: pl.DataFrame, kinds: pl.DataFrame) -> list[Words]:
    """The same for resources, and the kinds that they serve."""
    code = r"^([0-9]{6}|[0-9]{9})$"
    wrong = _each_named(
        resources,
        "resource",
        [
            (pl.col("resource").is_duplicated(), ("出现两次", "stands twice")),
            (pl.col("capacity") < 0, ("的总量小于 0", "has a capacity below 0")),
            (pl.col("person_cap") <= 0, ("的每人上限不大于 0", "has a person_cap not above 0")),
            (
                ~pl.col("reserved_share").is_between(0, 100),
                ("的保留比例不在 0–100 之间", "has a reserved_share beyond 0–100 hundredths"),
            ),
            (
                pl.col("streets").list.eval(~pl.element().str.contains(code)).list.any(),
                (
                    "有既不是 6 位也不是 9 位的区街代码",
                    "has a street that is neither 6 nor 9 digits",
                ),
            ),
            (
                pl.col("capacity") > LARGEST,
                (f"的总量大于 {LARGEST}", f"has a capacity above {LARGEST}"),
            ),
        ],
    )
    twice = pl.col("kind").is_duplicated()
    wrong += _each_named(kinds, "kind", [(twice, ("出现两次", "stands twice"))])
    return [*wrong, *_kinds_apart(resources, kinds), *_unreadable(resources)]


def doubts_about_before(before: pl.DataFrame, resources: pl.DataFrame) -> list[Words]:
    """Everything that is wrong with what was granted before; [] where nothing is."""
    known = pl.col("resource").is_in(resources["resource"].implode())
    row = pl.struct("resource", "person", "outside")
    granted = before.group_by("resource").agg(pl.col("quantity").cast(pl.Float64).sum())
    of_before = [
        (~known, ("以前给过，现在没有这项资源", "granted something before and is not there")),
        (
            pl.col("quantity") <= 0,
            ("以前给出的数量不大于 0", "granted nothing above 0 before"),
        ),
        (
            row.is_duplicated(),
            ("以前给同一人的记录出现两次", "granted a person twice before"),
        ),
    ]
    too_much = (f"以前共给出多于 {LARGEST}", f"granted more than {LARGEST} before")
    return [
        *_each_named(before, "resource", of_before),
        *_each_named(granted, "resource", [(pl.col("quantity") > LARGEST, too_much)]),
    ]


def _each_named(frame: pl.DataFrame, name: str, doubts: list[tuple[pl.Expr, Words]]) -> list[Words]:
    """What is said of the rows where something is wrong; all doubts are asked in one look."""
    asked = [is_wrong.any().alias(str(n)) for n, (is_wrong, _) in enumerate(doubts)]
    there = frame.select(asked).row(0)
    return [
        _named(frame, name, *doubt)
        for doubt, is_there in zip(doubts, there, strict=True)
        if is_there
    ]


def _named(frame: pl.DataFrame, name: str, is_wrong: pl.Expr, says: Words) -> Words:
    found = frame.filter(is_wrong)[name].unique().sort()
    more = len(found) - SHOWN
    shown = found.head(SHOWN)
    return (
        f"{NAMES[name]} {'、'.join(shown)}{f' 等 {len(found)} 项' if more > 0 else ''}{says[0]}",
        f"{name} {', '.join(shown)}{f' and {more} more' if more > 0 else ''} {says[1]}",
    )


def _twice_the_same(needs: pl.DataFrame) -> Words | None:
    what = pl.struct("person", "kind", "item")
    if needs.select(what.hash().n_unique()).item() == needs.height:
        return None
    says = ("与同一人同类同物品的另一项重复", "is not the only one of its person, kind and item")
    return _named(needs, "need", what.is_duplicated(), says)


def _too_much(needs: pl.DataFrame) -> Words | None:
    whole = needs.select(pl.col("quantity", "covered").cast(pl.Float64).sum()).rows()
    if max(whole[0]) > LARGEST:
        return f"各项需要合计多于 {LARGEST}", f"the needs add up to more than {LARGEST}"
    return None


def _kinds_apart(resources: pl.DataFrame, kinds: pl.DataFrame) -> list[Words]:
    unit = dict(zip(kinds["kind"], kinds["unit"], strict=True))
    wrong = []
    for resource, served in resources.select("resource", "kinds").rows():
        strange = [kind for kind in served if kind not in unit]
        units = sorted({unit[kind] for kind in served if kind in unit})
        zh, en = f"资源 {resource}", f"resource {resource}"
        if strange:
            listed = ", ".join(strange)
            wrong.append(
                (f"{zh} 的类别 {listed} 不认识", f"{en} serves {listed}, which is not known")
            )
        if len(units) > 1:
            wrong.append((f"{zh} 混用单位 {'、'.join(units)}", f"{en} mixes {', '.join(units)}"))
        if not len(served):
            wrong.append((f"{zh} 没有说明用于哪一类", f"{en} serves no kind"))
    return wrong


def _unreadable(resources: pl.DataFrame) -> list[Words]:
    wrong = []
    for column in ("eligible", "reserved_for"):
        for resource, text in zip(resources["resource"], resources[column], strict=True):
            try:
                parse(text)
            except CannotReadExpression as problem:
                wrong.append(
                    (
                        f"资源 {resource} 的 {column}：{problem.zh}",
                        f"resource {resource}, {column}, {problem}",
                    )
                )
    return wrong
