"""How good it is, where the truth is known: with intervals, by what went wrong and by who is easily taken for another."""

from __future__ import annotations

from shanqiao.engines.linkage import Figure as Interval
from shanqiao.engines.linkage import Judgement
from shanqiao.feeds.plan_files import Words
from shanqiao.feeds.plan_files.report import Cell, Figure, whole

from ._bars import AGAINST, Bar, bars, in_a_box, section
from ._kinds import kind_in_words


def quality_cards(found: Judgement) -> list[tuple[Cell, Words]]:
    """Precision, recall and F1, each with its interval."""
    names = (
        (found.precision, "准确率：归为一人的确是一人", "precision: put together, and one person"),
        (found.recall, "召回率：同一人的都找到了", "recall: one person, and found"),
        (found.f1, "F1", "F1"),
    )
    return [(_share(value), _with_interval(value, zh, en)) for value, zh, en in names]


def by_corruption(found: Judgement) -> str:
    """Recall of pairs of which a side has this corruption; the worst first."""
    rows = [
        Bar(
            kind_in_words(kind),
            0,
            0 if recall is None else 1 - recall,
            [_plain(recall), _span(low, high), whole(pairs)],
            AGAINST,
        )
        for kind, pairs, _, recall, low, high in found.kinds.iter_rows()
    ]
    head = [
        Words("登记时出的差错", "What went wrong"),
        Words("找到", "Found"),
        Words("95% 区间", "95 %"),
        Words("对数", "Pairs"),
    ]
    return section(
        "kinds",
        Words("各种差错下找到多少", "How much is found of each kind of mistake"),
        Words(
            "两条登记确为一人、其中至少一条有这种差错的，找到了多大比例；长条是没找到的。最差的在前。",
            "Of pairs that are one person and have this mistake on a side at least: how many were found; bars "
            "are what was missed. The worst first.",
        ),
        in_a_box(bars(head, rows)),
    )


def by_hard_negative(found: Judgement) -> str:
    """Pairs of two people that were put together, by why they are alike."""
    rows = [
        Bar(
            kind_in_words(kind),
            0,
            merged / pairs if pairs else 0,
            [whole(merged), whole(pairs), whole(touched), whole(groups)],
            AGAINST,
        )
        for kind, groups, pairs, merged, touched in found.hard.iter_rows()
    ]
    head = [
        Words("容易混淆的人", "Easily taken for one"),
        Words("错并对数", "Merged pairs"),
        Words("全部对数", "Pairs"),
        Words("有错并的组", "Groups with one"),
        Words("组数", "Groups"),
    ]
    return section(
        "hard",
        Words("不该合并的有没有合并", "Whether people were taken for others"),
        Words(
            "这些人彼此相像，却是不同的人；错并越少越好。",
            "These people are alike and are not the same; the fewer merged the better.",
        ),
        bars(head, rows),
    )


def _share(value: Interval | None) -> Figure:
    return Figure(f"{value[0]:.4f}", f"{value[0]:.6f}") if value else Figure("–", "")


def _with_interval(value: Interval | None, zh: str, en: str) -> Words:
    if value is None:
        return Words(zh, en)
    span = f"{value[1]:.4f}–{value[2]:.4f}"
    return Words(f"{zh}（95% 区间 {span}）", f"{en} (95 % {span})")


def _plain(value: float | None) -> Figure:
    return Figure("–", "") if value is None else Figure(f"{value:.3f}", f"{value:.6f}")


def _span(low: float | None, high: float | None) -> Figure:
    if low is None or high is None:
        return Figure("–", "")
    return Figure(f"{low:.3f}–{high:.3f}", f"{low:.4f}–{high:.4f}")
