"""What wishes cost: how far a plan that meets them may be below the proven bound, and who lost."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from .._reasons import Words
from ._html import Cell, both, table
from ._names import unit_name
from ._numbers import amount_in_short, whole

_HUNDREDTHS = 10_000  # of a percent in the whole

WISH_NAMES = {
    "whole": Words("要么全部、要么不给", "All or nothing"),
    "minimum": Words("最低给付额", "Least a resource gives"),
    "most_helpers": Words("帮助一项需要的资源数上限", "Most helpers of one need"),
    "spent_share": Words("给出的须有一定比例给预留人群", "Share of what is spent"),
    "moved": Words("给别的需要让出份额", "Made room for another need"),
}


def share_rounded_up(gap: int, bound: int) -> str:
    """A share in percent with two decimals that is never told smaller than it is."""
    hundredths = -(-gap * _HUNDREDTHS // bound) if bound else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def gap_card(wishes: Mapping[str, Any]) -> tuple[Cell, Words]:
    """The gap as a figure that matters."""
    gap, bound = int(wishes["gap"]), int(wishes["bound"])
    if not gap:
        return Words("0", "0"), Words(
            "心愿全部满足，目标值一点没少：没有更好的方案",
            "is what the wishes cost: all are met, and no plan is worth more",
        )
    says = Words(
        f"目标值最多少这么多（{gap:,}），心愿全部满足",
        f"of the value is the most that the wishes cost ({gap:,}); all are met",
    )
    return f"≤ {share_rounded_up(gap, bound)}", says


def gap_in_words(wishes: Mapping[str, Any]) -> Words:
    """The value, the proven bound, and what the wishes cost at most."""
    value, gap, bound = (int(wishes[part]) for part in ("value", "gap", "bound"))
    if not gap:
        return Words(
            f"目标值 {value:,}，等于已证明的上界：心愿全部满足，没有更好的方案。",
            f"Objective {value:,} is the proven bound: all wishes are met, and no plan is worth more.",
        )
    share = share_rounded_up(gap, bound)
    return Words(
        f"目标值 {value:,}，已证明的上界 {bound:,}：心愿全部满足，目标值最多因此少 {share}（{gap:,}）。",
        f"Objective {value:,}, proven bound {bound:,}: all wishes are met; "
        f"they cost at most {share} of the value ({gap:,}).",
    )


def losses_in_words(wishes: Mapping[str, Any]) -> list[Words]:
    """How many needs lost how much, a line per wish."""
    lines = []
    for wish, rows in groupby(wishes["by_wish"], key=lambda row: str(row["wish"])):
        name, each = WISH_NAMES[wish], list(rows)
        needs = f"{sum(int(row['needs']) for row in each):,}"
        lost = [_lost(row) for row in each]
        zh, en = "、".join(words.zh for words in lost), ", ".join(words.en for words in lost)
        lines.append(
            Words(
                f"{name.zh}：{needs} 项需要少得，共 {zh}。",
                f"{name.en}: needs that get less: {needs}, by {en} altogether.",
            )
        )
    return lines


def _lost(row: Mapping[str, Any]) -> Words:
    lost, unit = amount_in_short(int(row["lost"]), row["unit"]), unit_name(row["unit"])
    if row["unit"] == "fen":
        return lost
    return Words(f"{lost.zh} {unit.zh}", f"{lost.en} {unit.en}")


def wishes_table(wishes_of: Mapping[str, Any]) -> str:
    """A section that says which wish cost how many needs how much; "" where nothing is wished for.

    Args:
        wishes_of: the summary of the plan.
    """
    if "wishes" not in wishes_of:
        return ""
    wishes = wishes_of["wishes"]
    head = [
        Words("心愿", "Wish"),
        Words("单位", "Unit"),
        Words("少得的需要", "Needs that get less"),
        Words("共少", "Less altogether"),
    ]
    rows: list[list[Cell]] = [
        [
            WISH_NAMES[row["wish"]],
            unit_name(row["unit"]),
            whole(int(row["needs"])),
            amount_in_short(int(row["lost"]), row["unit"]),
        ]
        for row in wishes["by_wish"]
    ]
    heading = both(Words("心愿的代价", "What the wishes cost"))
    says = both(gap_in_words(wishes))
    return (
        f'<section id="wishes"><h2>{heading}</h2><p class="reading">{says}</p>'
        f"{table(head, rows, texts=2)}</section>"
    )
