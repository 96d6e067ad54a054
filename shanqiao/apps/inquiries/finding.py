"""Which residents the rows of a question may be about."""

import json
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db import connection

from shanqiao.engines.linkage.tokens import MISSING, TOKEN_KINDS, chances, is_possible, is_sure

# Note [Tokens first]
# ~~~~~~~~~~~~~~~~~~~
# PostgreSQL keeps no figures about how often two arrays overlap and takes it for one row in a hundred, so in a large
# table it reads everything rather than ask the index: two minutes instead of a tenth of a second, measured with 200,000
# residents. While the rows of a question are looked up it may use nothing but the index of tokens; the key is added to
# nothing so that its own index is no way either.

_BARE = np.array([kind.bare for kind in TOKEN_KINDS])
_INDEX_ALONE = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
_AS_BEFORE = "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on"

_MEETING = """
    WITH asked AS MATERIALIZED (
        SELECT (pair->>0)::int AS place,
               ARRAY(SELECT jsonb_array_elements_text(pair->1)::bigint) AS tokens
          FROM jsonb_array_elements(%s::jsonb) AS pair
    )
    SELECT asked.place, known.resident_id, known.tokens
      FROM asked JOIN inquiries_residenttokens AS known
        ON array_remove(known.tokens, 0::bigint) && asked.tokens
     WHERE known.key_id + 0 = %s
     ORDER BY asked.place, known.resident_id
"""


@dataclass(frozen=True)
class Met:
    """A resident one row may be about."""

    resident: int
    sure: bool


def residents_met(tokens, *, key):
    """Who each row may be about. See Note [Tokens first]; asked within a transaction.

    Args:
        tokens: (n, kinds) whole numbers, 0 where there is none.

    Returns:
        for each place that met anybody: the residents, a list of ``Met``.
    """
    sent = [[place, [t for t in row if t]] for place, row in enumerate(tokens.tolist()) if any(row)]
    with connection.cursor() as cursor:
        cursor.execute(_INDEX_ALONE)
        cursor.execute(_MEETING, [json.dumps(sent), key.pk])
        rows = cursor.fetchall()
        cursor.execute(_AS_BEFORE)
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
