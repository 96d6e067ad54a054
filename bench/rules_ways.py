"""The same rules over the same people in four ways; each tells how many answers were yes and how many unknown."""

import contextlib
import time

import polars as pl
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from shanqiao.apps.rules.simulations import BROKEN_DOWN, told, with_bands
from shanqiao.engines.eligibility import RESIDENT, compare

TYPES = {"text": "text", "whole": "bigint", "yes_no": "boolean", "day": "date"}
COLUMNS = {name: f"r.{name}" for name in RESIDENT.facts}


class Watch:
    """Wall and CPU seconds of one step, CPU of all threads of this process."""

    def __enter__(self):
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.wall_s = time.perf_counter() - self._wall
        self.cpu_s = time.process_time() - self._cpu

    def told(self, what, evaluations, counts):
        return {
            "what": what,
            "evaluations": evaluations,
            "wall_s": self.wall_s,
            "cpu_s": self.cpu_s,
            "per_second": evaluations / self.wall_s,
            "counts": counts,
        }


def in_columns(expressions, frame):
    """Each rule over all people, one after the other."""
    for expression in expressions:
        expression.over(frame.head(1000))  # warm
    with Watch() as watch:
        counts = [_counted(expression.over(frame)) for expression in expressions]
    return watch.told("columns", frame.height * len(expressions), counts)


def one_by_one(expressions, frame):
    """Each rule of each person, as the page of a resident asks."""
    rows = frame.to_dicts()
    with Watch() as watch:
        counts = [
            _counted_rows([expression.evaluate(row) for row in rows]) for expression in expressions
        ]
    return watch.told("one person at a time", frame.height * len(expressions), counts)


def in_cel(texts, frame, parameters):
    """cel-python of each person; a fact that is not known is left out, and an error is unknown."""
    from bench.rules_cel import ask, given_to_cel, program_of

    programs = [program_of(text) for text in texts]
    everybody = [given_to_cel(row | parameters) for row in frame.to_dicts()]
    with Watch() as watch:
        counts = [_counted_rows([ask(program, row) for row in everybody]) for program in programs]
    return watch.told("cel-python", frame.height * len(texts), counts)


@contextlib.contextmanager
def table(frame):
    """The people as a table of PostgreSQL, in a database made for this run."""
    made = setup_databases(verbosity=0, interactive=False)
    try:
        listed = ", ".join(f"{name} {TYPES[RESIDENT.types[name]]}" for name in RESIDENT.facts)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE UNLOGGED TABLE bench_people ({listed})")
            with cursor.copy("COPY bench_people FROM STDIN") as copy:
                for row in frame.select(RESIDENT.facts).iter_rows():
                    copy.write_row(row)
            cursor.execute("VACUUM ANALYZE bench_people")
        yield
    finally:
        teardown_databases(made, verbosity=0)


def in_sql(expressions, height):
    """One question to PostgreSQL for each rule: how many, and of how many it is not known."""
    counts = []
    with connection.cursor() as cursor, Watch() as watch:
        for expression in expressions:
            sql, values = expression.sql(COLUMNS)
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE a), count(*) FILTER (WHERE a IS NULL)"
                f" FROM (SELECT {sql} AS a FROM bench_people AS r) AS answers",
                values,
            )
            counts.append(list(cursor.fetchone()))
    return watch.told("PostgreSQL, a query a rule", height * len(expressions), counts)


def in_one_scan(expressions, height):
    """All rules in one question: the table is read once, and each rule is asked of each person once."""
    asked, counted, values = [], [], []
    for nth, expression in enumerate(expressions):
        sql, some = expression.sql(COLUMNS)
        asked.append(f"{sql} AS a{nth}")
        counted.append(f"count(*) FILTER (WHERE a{nth}), count(*) FILTER (WHERE a{nth} IS NULL)")
        values += some
    with connection.cursor() as cursor, Watch() as watch:
        cursor.execute(  # OFFSET 0 keeps PostgreSQL from writing each answer out where it is used
            f"SELECT {', '.join(counted)} FROM"
            f" (SELECT {', '.join(asked)} FROM bench_people AS r OFFSET 0) AS answers",
            values,
        )
        flat = cursor.fetchone()
    counts = [list(flat[at : at + 2]) for at in range(0, len(flat), 2)]
    return watch.told("PostgreSQL, all in one scan", height * len(expressions), counts)


def simulation(after, before, frame):
    """What a rule would change, as it is kept: compared, broken down by four columns, and rounded."""
    with Watch() as watch:
        changes = compare(with_bands(frame), after, before, by=BROKEN_DOWN)
        kept = told(changes, low=10_000, high=30_000)
    return {
        "wall_s": watch.wall_s,
        "cpu_s": watch.cpu_s,
        "people": frame.height,
        "after": str(after.tree),
        "before": str(before.tree),
        **{name: kept[name] for name in ("in", "out", "keeps", "unknown", "cost")},
    }


def _counted(answers):
    return [int(answers.sum() or 0), answers.null_count()]


def _counted_rows(answers):
    return _counted(pl.Series(answers, dtype=pl.Boolean))
