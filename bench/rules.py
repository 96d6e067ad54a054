"""Rules over a city in columns, beside cel-python, one person at a time, and plain SQL; and a simulation.

python -m shanqiao.host.borrow .venv/bin/python -m bench.rules --size 1000000 --rules 200
    generates residents and rules, asks every rule of everybody in each way (the slow ways of a sample, said in the
    table), checks that all ways count the same, and writes the table. cel-python is measured where it is installed:
    `make setup-bench` brings it.
"""

import argparse
import os
from importlib.util import find_spec
from pathlib import Path

from bench.rules_people import CITY, PARAMETERS, people, rules
from bench.rules_telling import write
from shanqiao.engines.eligibility import parse

RESULTS = Path(__file__).parent / "results"
BEFORE = "age >= 80 || (age >= 60 && income_per_head <= dibao_line)"
AFTER = "local && (age >= 75 || (age >= 60 && income_per_head <= edge_line))"


def main():
    asked = _options().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.test")
    import django

    django.setup()
    found = measured(asked)
    print(write(found, asked.results))


def measured(asked):
    """Everything the table tells."""
    from bench import rules_ways as ways

    frame = people(asked.size, asked.seed)
    texts = rules(asked.rules, asked.seed)
    expressions = [_read(text) for text in texts]
    small = frame.head(asked.sample)
    rows = [ways.in_columns(expressions, frame), ways.one_by_one(expressions, small)]
    with ways.table(frame):
        rows += [
            ways.in_sql(expressions, frame.height),
            ways.in_one_scan(expressions, frame.height),
        ]
    _must_agree(rows[0], *rows[2:])
    checked = frame.head(asked.cel_sample)
    if find_spec("celpy"):
        rows.append(ways.in_cel(texts, checked, PARAMETERS))
        _must_agree(rows[-1], ways.in_columns(expressions, checked))
    _must_agree(rows[1], ways.in_columns(expressions, small))
    tried = ways.simulation(_read(AFTER), _read(BEFORE), frame)
    for row in rows:
        del row["counts"]
    return {
        "size": asked.size,
        "rules": asked.rules,
        "seed": asked.seed,
        "comparisons": sum(text.count(" && ") + text.count(" || ") + 1 for text in texts),
        "rows": rows,
        "simulation": tried,
    }


def _read(text):
    return parse(text, CITY).bind(PARAMETERS)


def _must_agree(first, *others):
    for other in others:
        assert first["counts"] == other["counts"], f"{first['what']} and {other['what']} differ"


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--rules", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--sample", type=int, default=2_000, help="people asked one at a time")
    options.add_argument(
        "--cel-sample", type=int, default=100, help="people cel-python is asked of"
    )
    options.add_argument("--results", type=Path, default=RESULTS)
    return options


if __name__ == "__main__":
    main()
