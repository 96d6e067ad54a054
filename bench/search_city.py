"""A city of residents to search in, written by COPY; for measuring only."""

from datetime import UTC, datetime

import numpy as np
from django.db import connection

from bench.registers.people import some_people
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import District, Station, Street
from shanqiao.apps.residents.models import Care, Name, PhoneNumber, Resident, SearchTerm
from shanqiao.apps.residents.queries import id_token
from shanqiao.apps.residents.search_key import search_key_of
from shanqiao.apps.residents.terms import terms_from

AT = datetime(2026, 1, 1, tzinfo=UTC)
AT_A_STATION = 8_000  # residents
CHUNK = 20_000
FORMER = 20  # every so many has a former name and an old telephone
_PLAIN = (
    "CREATE UNLOGGED TABLE bench_plain (resident_id bigint, station_id bigint, name text, search_key text, "
    "id_number text, phone text, address text)"
)


def filled(size, *, seed=1):
    """Residents with everything they are found by, dealt out to stations; the same in plain text, to compare.

    Returns:
        rows (dicts: pk, station, and what is known) of a sample, to search for.
    """
    stations, by = _places(size), Person.objects.create(username="bench", name="bench")
    people = some_people(np.random.default_rng(seed), size).head(size)
    dice, sample = np.random.default_rng([seed, 2]), []
    _without_indexes()
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN)
    for start in range(0, size, CHUNK):
        rows = people.slice(start, CHUNK).rows(named=True)
        residents = [_resident(start + n + 1, row, stations, by) for n, row in enumerate(rows)]
        at = {r.pk: stations[r.pk % len(stations)].pk for r in residents}
        _copied(Resident, residents)
        _copied(Care, [Care(pk=r.pk, resident=r, station_id=at[r.pk], since=AT) for r in residents])
        _copied(SearchTerm, _terms(residents, rows), without=("id",))
        _plain(residents, at)
        for n in dice.choice(len(residents), max(1, 2_000 * len(residents) // size), replace=False):
            sample.append((residents[n], at[residents[n].pk]))
    _indexed()
    return sample


def _places(size):
    district = District.objects.create(code="440103", name="荔湾区", name_en="Liwan District")
    street = Street.objects.create(
        code="440103001", name="沙面街道", name_en="Shamian", district=district, kind="subdistrict"
    )
    count = max(1, size // AT_A_STATION)
    return [
        Station.objects.create(name=f"第{n}社工站", name_en=f"Station {n}", street=street)
        for n in range(count)
    ]


def _resident(pk, row, stations, by):
    number = row["id_no"]
    is_one = len(number) == 18
    return Resident(
        pk=pk,
        name=row["name"][:60],
        search_key=search_key_of(row["name"])[:200],
        sex="female" if row["female"] else "male",
        born_on=row["born"],
        id_number=number if is_one else "",
        id_token=id_token(number) if is_one else "",
        id_tail=number[-4:] if is_one else "",
        phone=row["phone"],
        address=row["address"],
        street_id="440103001",
        hardship="none",
        illness="",
        registered_at=AT,
        registered_by=by,
    )


def _terms(residents, rows):
    former = [(r, row) for r, row in zip(residents, rows, strict=True) if r.pk % FORMER == 0]
    names = [
        Name(resident=r, kind="former", written=row["in_characters"][::-1]) for r, row in former
    ]
    phones = [
        PhoneNumber(resident=r, whose="own", number=row["phone_before"] or row["phone"])
        for r, row in former
    ]
    return terms_from(residents, names=names, phones=phones)


def _copied(model, rows, *, without=()):
    fields = [f for f in model._meta.concrete_fields if f.name not in without]
    columns = ", ".join(f'"{f.column}"' for f in fields)
    names = [f.attname for f in fields]
    copy = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(copy) as out:
        for row in rows:
            out.write_row(
                [f.get_prep_value(getattr(row, n)) for f, n in zip(fields, names, strict=True)]
            )


def _plain(residents, at):
    with connection.cursor() as cursor, cursor.copy("COPY bench_plain FROM STDIN") as out:
        for r in residents:
            out.write_row((r.pk, at[r.pk], r.name, r.search_key, r.id_number, r.phone, r.address))


def _without_indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE residents_searchterm DROP CONSTRAINT residents_search_term_once"
        )
        cursor.execute("DROP INDEX residents_search_term")
        cursor.execute("ALTER TABLE residents_care DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid IN "
            "('residents_searchterm'::regclass, 'residents_care'::regclass, 'residents_resident'::regclass)"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _indexed():
    with connection.schema_editor() as editor:
        editor.add_constraint(SearchTerm, SearchTerm._meta.constraints[0])
        editor.add_index(SearchTerm, SearchTerm._meta.indexes[0])
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON bench_plain (station_id)")
        for table in (
            "residents_searchterm",
            "residents_resident",
            "residents_care",
            "bench_plain",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")


def with_trigrams():
    """Indexes of pg_trgm over the plain text."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for column in ("search_key", "address"):
            cursor.execute(f"CREATE INDEX ON bench_plain USING gin ({column} gin_trgm_ops)")
        cursor.execute("VACUUM ANALYZE bench_plain")
