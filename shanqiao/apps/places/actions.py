from django.db import transaction

from shanqiao.apps.record.actions import note

from .models import Committee, District, Station, Street


@transaction.atomic
def keep_places(*, districts, streets, committees):
    """The city's places are as the national list has them; a place that is known takes the name of the list.

    Args:
        districts, streets, committees: rows not yet saved. None is ever removed, since residents
            may live there still.

    Returns:
        How many of each were not known before, by the name of the table.
    """
    return {
        "districts": _keep(District, districts, "name", "name_en"),
        "streets": _keep(Street, streets, "name", "name_en", "district", "kind"),
        "committees": _keep(Committee, committees, "name", "name_en", "street", "kind"),
    }


@transaction.atomic
def open_station(*, name, name_en, street, at, by=None):
    """Social workers of a street begin to work together in one place."""
    station = Station.objects.create(name=name, name_en=name_en, street=street)
    note(act="places.open_station", subject=station, by=by, at=at)
    return station


def _keep(model, rows, *fields):
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=fields,
    )
    return sum(row.code not in known for row in rows)
