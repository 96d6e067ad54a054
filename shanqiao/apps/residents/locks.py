"""Who waits for whom when residents change."""

from django.db import connection

from .models import Departure, Resident

# Note [Numbers one at a time]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A number of a person may stand in two tables: as the current one in the resident's row, and as a former one or a
# residence permit among the documents. No constraint sees both, so whoever writes such a number holds a lock named after
# its token until the end of the transaction, looks into both, and then writes.


def hold_number(token):
    """Wait until nobody else is writing this number. See Note [Numbers one at a time]."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(token[:15], 16)])


def hold_resident(resident):
    """The resident's row as it is now, held until the end of the transaction: who changes it next waits."""
    return Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)


def hold_residents(residents):
    """The same of several, always in one order, so that nobody waits in a ring."""
    pks = [resident.pk for resident in residents]
    held = Resident.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    return list(held)


def has_died(resident):
    """Has it been written down that this resident died? Ask while holding the row, where it matters."""
    return Departure.objects.filter(
        resident=resident, kind=Departure.Kind.DIED, taken_back_at=None
    ).exists()
