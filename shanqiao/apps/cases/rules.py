"""After how many days somebody looks again; each rule with its first day and its source, in ``data/casework.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "data" / "casework.toml"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """All in days. ``contact_within`` has one for each urgency; ``follow_up`` some for each reason of closing."""

    since: object
    source: str
    estimate_within: int
    plan_within: int
    answer_within: int
    contact_within: tuple[int, ...]
    renew_before: int
    follow_up: dict


def rule_on(day):
    """The rule in force on ``day``.

    Raises:
        LookupError: none was yet.
    """
    known = [rule for rule in _rules() if rule.since <= day]
    if not known:
        raise LookupError(f"no rule of casework is in force on {day}")
    return known[-1]


@cache
def _rules():
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"]
    rules = [Rule(**{**one, "contact_within": tuple(one["contact_within"])}) for one in read]
    return sorted(rules, key=lambda rule: rule.since)
