"""After a soak: is what was acknowledged there, once and whole, and nothing else?"""

from django.db import connection

_MOVEMENTS = """
SELECT key::text, array_agg(id ORDER BY part), array_agg(amount ORDER BY part), array_agg(part ORDER BY part)
FROM books_posting GROUP BY key
"""


def look(acts):
    """Compare what writers noted with what is in the books.

    Returns:
        ({what: how many}, what is wrong).
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVEMENTS)
        there = {key: rows for key, *rows in cursor.fetchall()}
    wrong = [f"{key} was never asked for" for key in there.keys() - acts.keys()]
    for key, act in acts.items():
        wrong += [f"{key} {words}" for words in _wrong(act, there.get(key))]
    said = [act["said"] for act in acts.values()]
    unanswered = [key for key, act in acts.items() if act["said"] == "asked"]
    figures = {
        "movements asked for": len(acts),
        "acknowledged": said.count("done"),
        "refused": said.count("refused"),
        "not answered before their writer died": len(unanswered),
        "of these written all the same": sum(key in there for key in unanswered),
        "movements in the books": len(there),
        "postings in the books": sum(len(ids) for ids, *_ in there.values()),
    }
    return figures, wrong


def _wrong(act, rows):
    if rows is None:
        if act["said"] == "done":
            yield "was acknowledged and is not there"
        return
    ids, amounts, parts = rows
    if act["said"] == "refused":
        yield "was refused and is there"
    if parts != list(range(1, act["parts"] + 1)):
        yield f"has parts {parts} of {act['parts']}"
    if any(not 0 < amount <= act["amount"] for amount in amounts):
        yield f"has amounts {amounts}, asked for {act['amount']}"
    if act["said"] == "done" and ids != act["made"]:
        yield f"is {ids}, acknowledged as {act['made']}"
