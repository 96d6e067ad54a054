"""Which residents the rows of a question may be about."""

import json
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db import connection

from shanqiao.engines.linkage.tokens import MISSING, TOKEN_KINDS, chances, is_possible, is_sure

_MOST_OF_A_ROW = 200  # residents who share a token with one row
_BARE = np.array([kind.bare for kind in TOKEN_KINDS])

_MEETING = """
    WITH asked AS (
        SELECT (pair->>0)::int AS place,
               ARRAY(SELECT jsonb_array_elements_text(pair->1)::bigint) AS tokens
          FROM jsonb_array_elements(%s::jsonb) AS pair
    )
    SELECT asked.place, met.resident_id, met.tokens
      FROM asked CROSS JOIN LATERAL (
        SELECT resident_id, tokens FROM inquiries_residenttokens AS known
         WHERE array_remove(known.tokens, 0::bigint) && asked.tokens AND known.key_id = %s
         ORDER BY resident_id LIMIT %s
      ) AS met
"""


@dataclass(frozen=True)
class Met:
    """A resident one row may be about."""

    resident: int
    sure: bool


def residents_met(tokens, *, key):
    """Who each row may be about.

    Args:
        tokens: (n, kinds) whole numbers, 0 where there is none.

    Returns:
        for each place that met anybody: the residents, a list of ``Met``.
    """
    sent = [[place, [t for t in row if t]] for place, row in enumerate(tokens.tolist()) if any(row)]
    with connection.cursor() as cursor:
        cursor.execute(_MEETING, [json.dumps(sent), key.pk, _MOST_OF_A_ROW])
        rows = cursor.fetchall()
    if not rows:
        return {}
    places, residents, known = zip(*rows, strict=True)
    chance = chances(tokens[list(places)], np.array(known, dtype=np.int64))
    met = defaultdict(list)
    for place, resident, possible, sure in zip(
        places, residents, is_possible(chance), is_sure(chance), strict=True
    ):
        if possible:
            met[place].append(Met(resident, bool(sure)))
    return {place: _surest(some) for place, some in met.items()}


def bare_rows(tokens):
    """(n,) rows that hold a number and nothing of a person: what somebody sends who tries numbers one after the other."""
    return (tokens[:, _BARE] != MISSING).any(axis=1) & (tokens[:, ~_BARE] == MISSING).all(axis=1)


def _surest(some):
    """Where somebody is surely meant, who else might be is not asked about."""
    return [one for one in some if one.sure] or some
