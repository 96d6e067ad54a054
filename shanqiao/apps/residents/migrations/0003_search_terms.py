from django.db import migrations

from shanqiao.apps.residents.search_key import search_key_of

BATCH = 2_000


def fill(apps, _editor):
    """Residents registered before are found as those after; their names are read anew, surnames as surnames."""
    from shanqiao.apps.residents.terms import terms_from

    Resident = apps.get_model("residents", "Resident")
    SearchTerm = apps.get_model("residents", "SearchTerm")
    last = 0
    while batch := list(Resident.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        made = (
            SearchTerm(resident_id=t.resident_id, fact=t.fact, form=t.form, term=t.term)
            for t in terms_from(batch)
        )
        SearchTerm.objects.bulk_create(made, batch_size=5_000)
        for resident in batch:
            resident.search_key = search_key_of(resident.name)
        Resident.objects.bulk_update(batch, ["search_key"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0002_everything_former'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
