"""By when a referral has to go on: dated rows of `data/referrals/terms.csv`."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Term:
    """How many days one state may last, from a day on."""

    state: str
    days: int
    urgent_days: int
    since: date
    source: str


def due_on(state, *, on, urgent):
    """The last day for what follows a state that begins on that day; None where nothing has to follow.

    Args:
        urgent: was the need assessed as one that cannot wait?
    """
    told = [term for term in terms() if term.state == state and term.since <= on]
    if not told:
        return None
    term = max(told, key=lambda one: one.since)
    return on + timedelta(days=term.urgent_days if urgent else term.days)


@cache
def terms():
    """Every row of the table."""
    text = (files("shanqiao.data") / "referrals" / "terms.csv").read_text(encoding="utf-8")
    return tuple(
        Term(
            state=row["state"],
            days=int(row["days"]),
            urgent_days=int(row["urgent_days"]),
            since=date.fromisoformat(row["since"]),
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )
