"""Looking newcomers up, one after another, from one client or several."""

import multiprocessing
import time

from django.db import connection

from bench.desk_client import at_desk, open_desk
from bench.desk_town import PEOPLE
from shanqiao.apps.likeness.queries import alike, the_model

PEER = "SELECT resident FROM written WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 20"
WARMING = 50  # questions before any counts


def measured(newcomers, *, clients):
    """Milliseconds of each question, and what came of them.

    Returns:
        clients, ms (sorted), and of those known how often the person was found at all and came first, of those unknown
        how often somebody was shown.
    """
    rows = newcomers.to_dicts()
    parts = [rows[start::clients] for start in range(clients)]
    if clients == 1:
        answers = asked(parts[0], PEOPLE)
    else:
        name = connection.settings_dict["NAME"]
        with multiprocessing.get_context("spawn").Pool(clients, open_desk, [name]) as pool:
            told = pool.starmap(at_desk, [(part, PEOPLE) for part in parts])
        answers = [answer for part in told for answer in part]
    return {"clients": clients, **_summed(answers)}


def peer_measured(newcomers):
    """The same by similar letters of the name alone."""
    rows, answers = newcomers.to_dicts(), []
    for row in rows:
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(PEER, [row["name"], row["name"]])
            found = [number for (number,) in cursor.fetchall()]
        took = time.perf_counter() - begun
        answers.append((row["is_known"], took, _place(found, row["pid"], PEOPLE), bool(found)))
    return {"clients": 1, **_summed(answers)}


def asked(rows, people):
    for row in rows[:WARMING]:
        alike(_written(row))
    return [_answer(row, people) for row in rows]


def _answer(row, people):
    """(is known, seconds, place of the right person or None, somebody was shown)."""
    begun = time.perf_counter()
    found = alike(_written(row))
    took = time.perf_counter() - begun
    shown = bool(found) and found[0].probability >= the_model().thresholds.ask
    return (
        row["is_known"],
        took,
        _place([one.resident for one in found], row["pid"], people),
        shown,
    )


def _place(found, pid, people):
    return next((place for place, number in enumerate(found) if people[number] == pid), None)


def _written(row):
    return {
        column: None if value is None else str(value)
        for column, value in row.items()
        if column not in ("rid", "pid", "is_known")
    }


def _summed(answers):
    known = [answer for answer in answers if answer[0]]
    unknown = [answer for answer in answers if not answer[0]]
    return {
        "ms": sorted(answer[1] * 1000 for answer in answers),
        "known": len(known),
        "found": sum(answer[2] is not None for answer in known),
        "first": sum(answer[2] == 0 for answer in known),
        "unknown": len(unknown),
        "false_alerts": sum(answer[3] for answer in unknown),
    }
