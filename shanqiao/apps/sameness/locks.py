"""One lock of the city: merging waits for everybody who counts per person, and they for it."""

from django.db import connection

# Note [One lock of the city]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Who is one person with whom decides what may be registered, promised and agreed to. So whoever counts per person
# (a need is registered, a proposal approved) holds this lock together with all others of their kind, and whoever merges
# or undoes holds it alone. Merges are rare and take milliseconds. It is taken before any row is locked, and so nobody
# waits in a ring: the one who merges takes rows that nobody can hold who waits for the lock. The tables of edges
# and pointers take it too, by trigger, for whoever comes with plain SQL.

MERGING = 7_241_002  # the number of the advisory lock


def alone_to_merge():
    """From here to the end of the transaction nobody else merges, undoes, or counts per person. See Note [One lock of the city]."""
    _take("SELECT pg_advisory_xact_lock(%s)")


def while_nobody_merges():
    """From here to the end of the transaction who is one person with whom stays as it is. See Note [One lock of the city]."""
    _take("SELECT pg_advisory_xact_lock_shared(%s)")


def _take(lock):
    with connection.cursor() as cursor:
        cursor.execute(lock, [MERGING])
