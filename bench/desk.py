"""A new registration looked up among many, as the desk does while somebody types.

python -m shanqiao.host.borrow .venv/bin/python -m bench.desk --size 1000000
    makes a register, keeps all but some of it in a database made for this, looks the others up, and prints how long
    that took, how often the right person came first, and how often somebody unknown was taken for another;
    beside it the search by similar letters (pg_trgm) on the same rows.
"""

import argparse
import os
from pathlib import Path

import numpy as np
import polars as pl

from bench.registers.register import a_register

RESULTS = Path(__file__).parent / "results"


def main():
    asked = _options().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanqiao.settings.test")
    import django

    django.setup()
    from bench.desk_asking import measured, peer_measured
    from bench.desk_telling import write
    from bench.desk_town import town

    known, newcomers = split(asked.size, asked.seed, asked.ask)
    with town(known) as made:
        found = {"size": asked.size, "seed": asked.seed, **made}
        found["ours"] = [measured(newcomers, clients=clients) for clients in (1, 4)]
        found["pg_trgm"] = peer_measured(newcomers)
    print(write(found, asked.results))


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--ask", type=int, default=2_000, help="of each kind: known, and unknown")
    options.add_argument("--results", type=Path, default=RESULTS)
    return options


def split(size, seed, ask):
    """What is kept, and who comes: the last registration of some who were there before, and some whom nobody knows.

    Returns:
        (registrations with rid, pid), (registrations with pid and is_known).
    """
    register = a_register(size=size + 3 * ask, seed=seed)
    rows = register.registrations.join(register.truth.select("rid", "pid"), on="rid")
    chance = np.random.default_rng([seed, 7])
    counts = rows.group_by("pid").agg(pl.len().alias("times")).sort("pid")
    again = _some(counts.filter(pl.col("times") > 1)["pid"], ask, chance)
    never = _some(counts.filter(~pl.col("pid").is_in(again.implode()))["pid"], ask, chance)
    last = rows.sort("reg_date", "rid").unique("pid", keep="last", maintain_order=True)
    known_ones = last.filter(pl.col("pid").is_in(again.implode())).with_columns(is_known=True)
    unknown = last.filter(pl.col("pid").is_in(never.implode())).with_columns(is_known=False)
    newcomers = pl.concat([known_ones, unknown]).sample(fraction=1.0, shuffle=True, seed=seed)
    kept = rows.filter(
        ~pl.col("rid").is_in(known_ones["rid"].implode()) & ~pl.col("pid").is_in(never.implode())
    )
    return kept.head(size), newcomers


def _some(pids, count, chance):
    return pids.gather(np.sort(chance.choice(len(pids), size=min(count, len(pids)), replace=False)))


if __name__ == "__main__":
    main()
