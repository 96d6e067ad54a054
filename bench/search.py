"""How long a social worker waits for the search box: each kind of search, beside ILIKE and pg_trgm on plain text.

python -m shanqiao.host.borrow .venv/bin/python -m bench.search --size 100000      one size, told as JSON
python -m bench.search --write                                                      bench/results/search.md from all
"""

import argparse
import functools
import json
import time
from pathlib import Path

import django

RESULTS = Path(__file__).parent / "results"
TIMES = 150  # searches of each kind
FIRST = 20
KINDS = {  # what somebody types who looks for a resident
    "name": lambda r: r.name,
    "given name": lambda r: r.name[1:],
    "surname alone": lambda r: r.name[:1],
    "pinyin": lambda r: r.search_key.split()[-2],
    "initials": lambda r: r.search_key.split()[-1],
    "as spelled in Hong Kong": lambda r: _spelled(r.name),
    "surname and year": lambda r: f"{r.name[:1]} {r.born_on.year}",
    "day of birth": lambda r: r.born_on.isoformat(),
    "ID, last four": lambda r: r.id_tail,
    "ID, whole": lambda r: r.id_number,
    "phone, last four": lambda r: r.phone[-4:],
    "phone, whole": lambda r: r.phone,
    "road": lambda r: _road(r.address)[0],
    "road and number": lambda r: "".join(_road(r.address)),
}
PLAIN = {  # the same questions asked of plain text
    "name": ("search_key", lambda r: r.name.lower()),
    "pinyin": ("search_key", lambda r: r.search_key.split()[-2]),
    "initials": ("search_key", lambda r: r.search_key.split()[-1]),
    "road": ("address", lambda r: _road(r.address)[0]),
    "phone, last four": ("phone", lambda r: r.phone[-4:]),
}


def _spelled(name):
    from shanqiao.engines.linkage import Form, terms_of_name

    return next((t.text for t in terms_of_name(name) if t.form is Form.ROMAN), "")


def _road(address):
    import re

    found = re.search(r"([\u4e00-\u9fff]+?(?:大道|路|街|巷))(\d+号)", address)
    return found.groups() if found else ("", "")


def measured(sample):
    """Rows of figures: what, milliseconds (p50, p95), how often the one looked for is among those shown, on average shown."""
    from shanqiao.apps.residents.finding import find, is_in_city
    from shanqiao.apps.residents.models import Resident

    rows = []

    def of_station(station):
        return Resident.objects.known_to(station).select_related("street")

    for kind, typed in KINDS.items():
        rows.append(
            _run(
                kind,
                sample,
                typed,
                lambda text, one, station: [
                    f.resident.pk for f in find(text, among=of_station(station), first=FIRST)
                ],
            )
        )
    for kind, typed in (
        ("city: is this number known?", KINDS["ID, whole"]),
        ("city: name and birthday", lambda r: f"{r.name} {r.born_on.isoformat()}"),
    ):
        rows.append(
            _run(kind, sample, typed, lambda text, one, station: [one.pk] * is_in_city(text)[0])
        )
    return rows + _plain(sample)


def _plain(sample):
    """ILIKE '%…%' with a scan of the station's rows or of the city's, and with a trigram index."""
    from django.db import connection

    from bench.search_city import with_trigrams

    here = "SELECT resident_id FROM bench_plain WHERE station_id = %s AND {} ILIKE %s LIMIT 20"
    all_over = "SELECT resident_id FROM bench_plain WHERE %s IS NOT NULL AND {} ILIKE %s LIMIT 20"
    rows = []
    with connection.cursor() as cursor:
        for way in ("ILIKE", "pg_trgm"):
            if way == "pg_trgm":
                with_trigrams()
            for where, sql, times in (("station", here, TIMES), ("city", all_over, 20)):

                def ask(text, one, station, sql=sql):
                    cursor.execute(sql, [station, f"%{text}%"])
                    return [pk for (pk,) in cursor.fetchall()]

                for kind, (column, typed) in PLAIN.items():
                    if column == "phone" and way == "pg_trgm":
                        continue  # it has no such index: four digits of a phone stay a scan
                    asked = functools.partial(ask, sql=sql.format(column))
                    rows.append(_run(f"{kind} ({way}, {where})", sample, typed, asked, times=times))
    return rows


def _run(kind, sample, typed, ask, times=TIMES):
    took, worked, hits, shown = [], [], 0, 0
    cpu = _cpu()
    asked = [(typed(r), r, station) for r, station in sample]
    asked = [x for x in asked if x[0]][: times + 5]
    for n, (text, one, station) in enumerate(asked):
        begun = time.perf_counter(), cpu()
        found = ask(text, one, station)
        if n >= 5:  # the first ones warm up
            took.append((time.perf_counter() - begun[0]) * 1e3)
            worked.append((cpu() - begun[1]) * 1e3)
            hits += one.pk in found
            shown += len(found)
    took.sort()
    worked.sort()
    count = len(took)
    return {
        "what": kind,
        "searches": count,
        "p50_ms": round(took[count // 2], 2),
        "p95_ms": round(took[int(count * 0.95)], 2),
        "p50_cpu_ms": round(worked[count // 2], 2),
        "p95_cpu_ms": round(worked[int(count * 0.95)], 2),
        "among_shown": round(hits / count, 3),
        "shown": round(shown / count, 1),
    }


def _cpu():
    """A clock of the CPU seconds of this process and of the one that serves it in the database, on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        serving = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(serving.read_text().split()[0]) / 1e9


def _sizes():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), pg_table_size('residents_searchterm'), pg_indexes_size('residents_searchterm') "
            "FROM residents_searchterm"
        )
        terms, table, indexes = cursor.fetchone()
    return {"terms": terms, "table_mib": table >> 20, "indexes_mib": indexes >> 20}


def run(size):
    """Fill a database of its own, search in it, and let it go."""
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    from bench.report import machine
    from bench.search_city import filled

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "bench_search"
    made = setup_databases(verbosity=0, interactive=False)
    try:
        begun = time.perf_counter(), time.process_time()
        sample = filled(size)
        filling = {
            "wall_s": round(time.perf_counter() - begun[0]),
            "cpu_s": round(time.process_time() - begun[1]),
        }
        told = {"size": size, "filling": filling, **_sizes(), "machine": machine()}
        told["rows"] = measured(sample)
    finally:
        teardown_databases(made, verbosity=0)
    (RESULTS / f"search-{size}.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    )
    for row in told["rows"]:
        print(row)


def written():
    """The table for people."""
    lines = ["# The search box", ""]
    for path in sorted(RESULTS.glob("search-*.json"), key=lambda p: int(p.stem.split("-")[1])):
        told = json.loads(path.read_text())
        where = told["machine"]
        lines += [
            f"## {told['size']:,} residents",
            "",
            f"{where['date']}: {where['cpu']}, {where['cores']} cores, {where['memory_mib']:,} MiB, load {where['load']:.1f} "
            f"at the start. {told['terms']:,} search terms, table {told['table_mib']:,} MiB, indexes "
            f"{told['indexes_mib']:,} MiB. One client, warm; stations of about 8,000 residents; ours is the whole of "
            "`find` (reading what was typed, three questions and one of each word, order); the others one statement on plain text, without "
            "order. CPU: of the asking process and of the one that serves it, which others on the machine disturb less. "
            "Among shown: the one looked for is among the twenty shown. "
            "Made by `python -m bench.search`.",
            "",
            "| search | searches | p50 ms | p95 ms | p50 CPU ms | p95 CPU ms | among shown | shown |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| {r['what']} | {r['searches']} | {r['p50_ms']:.1f} | {r['p95_ms']:.1f} | {r['p50_cpu_ms']:.1f} | {r['p95_cpu_ms']:.1f} | {r['among_shown']:.3f} | {r['shown']:.1f} |"
            for r in told["rows"]
        ]
        lines.append("")
    (RESULTS / "search.md").write_text("\n".join(lines))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    if asked.size:
        run(asked.size)
    if asked.write:
        written()


if __name__ == "__main__":
    main()
