"""The nearest condition that would change an unmet need, for the machine and in words."""

from __future__ import annotations

import json
from typing import Any

from ..eligibility import Expression, comparisons, parse
from ._words import Words, columns_in_words, leaf_in_words

Row = dict[str, Any]


def near_miss(need: Row, resource: Row, helps: bool) -> tuple[Row, Words]:
    """What a resource that may not serve a need today would have to change for it."""
    nearest: Row = {"resource": resource["resource"], "change": [], "enough": helps}
    says: list[Words] = []
    expression = parse(resource["eligible"])
    answer = expression.evaluate(need)
    if answer is None:
        columns = expression.unknown_because(need)
        nearest |= {"change": ["unknown"], "columns": list(columns)}
        zh, en = columns_in_words(columns)
        says.append((f"还不知道{zh}，补上后才能判断", f"{en} would have to be known"))
    days = _days_apart(need, resource)
    if days:
        nearest |= {"change": [*nearest["change"], "valid"], "days": days}
        says.append((f"日期相差 {days} 天", f"the days are {days} apart"))
    if answer is False:
        leaves = expression.in_the_way(need)
        nearest |= {
            "change": [*nearest["change"], "eligible"],
            "conditions": [str(leaf) for leaf in leaves],
        }
        words = [leaf_in_words(leaf) for leaf in leaves]
        zh, en = "，".join(w[0] for w in words), " and ".join(w[1] for w in words)
        says.append((f"条件是{zh or '不对外'}", f"it asks for {en or 'nobody'}"))
    if not _serves_street(need, resource):
        nearest["change"] = [*nearest["change"], "streets"]
        says.append(("不服务所在镇街", "it does not serve the street"))
    zh, en = "；".join(zh for zh, _ in says), "; ".join(en for _, en in says)
    if not helps:
        zh += "；即使放宽，也已先用给排在前面的需要"
        en += "; and even so it goes to needs that come before"
    name = resource["resource"]
    return nearest, (f"{name}：{zh}。", f"{name}: {en}.")


class NearMisses:
    """What `near_miss` says, as JSON and in words, remembered: many needs fail in the same way."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], tuple[str, Words]] = {}
        self._asked: dict[str, tuple[list[Expression], list[str]]] = {}

    def told(self, need: Row, resource: Row, helps: bool) -> tuple[str, Words]:
        """See `near_miss`."""
        key = (
            resource["resource"],
            helps,
            _days_apart(need, resource),
            _serves_street(need, resource),
            self._answers(need, resource["eligible"]),
        )
        if key not in self._said:
            nearest, words = near_miss(need, resource, helps)
            self._said[key] = in_json(nearest), words
        return self._said[key]

    def _answers(self, need: Row, text: str) -> tuple[object, ...]:
        """Who answers every comparison alike, and lacks the same cells, is told the same."""
        if text not in self._asked:
            asked = comparisons(parse(text))
            columns = sorted(frozenset[str]().union(*(one.columns for one in asked)))
            self._asked[text] = asked, columns
        asked, columns = self._asked[text]
        said = [one.evaluate(need) for one in asked]
        if None not in said:
            return tuple(said)
        return (*said, *(name for name in columns if need[name] is None))


def in_json(nearest: Row) -> str:
    """The same text for the same content."""
    return json.dumps(nearest, ensure_ascii=False, sort_keys=True)


def at_limit(change: str, resource: Row, had_before: bool = False) -> tuple[Row, Words]:
    """Which limit of a resource that may serve the need would have to be wider.

    Args:
        had_before: whether the person was granted something from it before.
    """
    name = resource["resource"]
    nearest = {"resource": name, "change": [change], "enough": change != "capacity"}
    zh, en = {
        "person_cap": (
            "每人上限已到；上限再高一些就能再给",
            "one person may get no more from it; a higher limit would help",
        ),
        "reserved": (
            "其余份额留给特定人群；少留一些就能给到",
            "what is left is kept for others; reserving less would help",
        ),
        "capacity": (
            "已用给排在前面的需要；再多一些才能轮到",
            "it goes to needs that come before; more of it would be needed",
        ),
    }[change]
    if had_before:
        zh, en = f"加上以前给过的，{zh}", f"with what was given before, {en}"
    return nearest, (f"{name}：{zh}。", f"{name}: {en}.")


def no_offer(need: Row) -> tuple[Row, Words]:
    """Nothing of its kind and item is there at all."""
    nearest = {"change": ["offer"], "kind": need["kind"], "item": need["item"]}
    return nearest, ("还没有人提供这类帮助。", "Nobody offers this kind of help yet.")


def _days_apart(need: Row, resource: Row) -> int:
    before: int = (need["open_on"] - resource["valid_to"]).days
    after: int = (resource["valid_from"] - need["due_on"]).days
    return max(0, before, after)


def _serves_street(need: Row, resource: Row) -> bool:
    streets, street = resource["streets"], need["street"]
    return not streets or street in streets or street[:6] in streets
