"""What was found: who is there how often, by which keys, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shanqiao.engines.linkage import KEY_KINDS, REASONS
from shanqiao.feeds.plan_files import Words
from shanqiao.feeds.plan_files.report import percent, whole

from ._bars import Bar, bars, section

_ANSWERS = {
    "new": Words("新人：登记册里没有", "New: not in the register"),
    "known": Words("已在登记册中", "In the register already"),
    "perhaps": Words("可能已在登记册中，请人判断", "Perhaps in the register; a person decides"),
}
_MOST_SIZES = 12


def answers(counted: Mapping[str, int]) -> str:
    """How many rows of the list the register knows."""
    of = sum(counted.values())
    rows = [
        Bar(words, 0, counted[name], [whole(counted[name]), percent(counted[name], of)])
        for name, words in _ANSWERS.items()
    ]
    head = [Words("名单各行", "Rows of the list"), Words("行", "Rows"), Words("占比", "Share")]
    return section(
        "answers",
        Words("名单与登记册", "The list and the register"),
        Words(
            "每行属于哪一种，见 answers.parquet。名单内部的重复另计，见下。",
            "answers.parquet says it of each row. Doubles on the list itself are counted below.",
        ),
        bars(head, rows),
    )


def cluster_sizes(sizes: Mapping[str, int]) -> str:
    """How many people are registered how often."""
    ordered = sorted((int(size), people) for size, people in sizes.items())
    shown, rest = ordered[:_MOST_SIZES], ordered[_MOST_SIZES:]
    rows = [
        Bar(
            Words(f"{size} 次", f"{size} times" if size > 1 else "once"),
            0,
            people,
            [whole(people), whole(size * people)],
        )
        for size, people in shown
    ]
    if rest:
        people, written = sum(p for _, p in rest), sum(s * p for s, p in rest)
        more = Words(f"{rest[0][0]} 次及以上", f"{rest[0][0]} times or more")
        rows.append(Bar(more, 0, people, [whole(people), whole(written)]))
    head = [
        Words("登记了", "Registered"),
        Words("人数", "People"),
        Words("登记数", "Registrations"),
    ]
    return section(
        "sizes",
        Words("一人登记了几次", "How often people are registered"),
        Words(
            "次数很多的请抽查几个：共用的电话、机构地址可能把不同的人连在一起。",
            "Look at a few of those registered very often: a shared telephone or home may have joined "
            "different people.",
        ),
        bars(head, rows),
    )


def queue(reasons: Mapping[str, int]) -> str:
    """What a person has to decide, and why."""
    title = Words("请人判断的", "For a person to decide")
    if not reasons:
        return section(
            "queue",
            title,
            Words("没有需要人来判断的。", "There is nothing to decide."),
            "",
            downloads=False,
        )
    words = {str(reason): Words(*said) for reason, said in REASONS.items()}
    rows = [
        Bar(words[reason], 0, count, [whole(count)])
        for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    ]
    return section(
        "queue",
        title,
        Words(
            "全部在 queue.parquet 中。先看两个证件号不同的，再看不足以确定的；判断之前，两人的帮助照常办理。",
            "All are in queue.parquet. Begin with different identity numbers, then those not surely the same; "
            "until it is decided, help goes on for both.",
        ),
        bars([Words("原因", "Reason"), Words("对数", "Pairs")], rows),
    )


def keys(found: Sequence[Mapping[str, Any]]) -> str:
    """By which keys the pairs of one person were found."""
    words = {kind.name: Words(kind.zh, kind.en) for kind in KEY_KINDS}
    ordered = sorted(found, key=lambda one: (-one["same"], one["key"]))
    rows = [
        Bar(
            words[one["key"]],
            0,
            one["same"],
            [whole(one["same"]), whole(one["alone"]), whole(one["met"])],
        )
        for one in ordered
    ]
    head = [
        Words("凭什么相遇", "Met by"),
        Words("同一人", "One person"),
        Words("只凭它", "By it alone"),
        Words("相遇", "Met"),
    ]
    return section(
        "keys",
        Words("凭什么找到", "What found them"),
        Words(
            "两条登记至少有一项如此相同才会比较。“只凭它”是去掉这一项就找不到的。",
            "Two registrations are compared when they are the same in at least one of these. “By it alone”: "
            "without it they would not have been found.",
        ),
        bars(head, rows),
    )
