"""Triggers hold for everybody, whatever a session says."""

from django.db import connections

# Note [No way around a trigger]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# django-pgtrigger lets whoever sets `pgtrigger.ignore` in a session pass all its triggers by: each begins by asking a
# function whether it is to be passed by. After every migration that function says no. `manage.py pgtrigger install`
# brings the library's own back until the next migration: run `migrate` after it.

_NO = """
    CREATE OR REPLACE FUNCTION "public"._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
        LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


def close_the_door(*, using, **_):
    """After migrations. See Note [No way around a trigger]."""
    with connections[using].cursor() as cursor:
        cursor.execute(_NO)
