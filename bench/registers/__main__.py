"""Make a register, and judge what was linked.

python -m bench.registers make FOLDER --size 100000 --seed 1 --noise 1
python -m bench.registers judge CLUSTERS --truth FOLDER     clusters.parquet or .csv with rid, cluster
python -m bench.registers baselines FOLDER                  rules without a model, raw and normalised
python -m bench.registers link FOLDER                       link it with the standard model (or --model), and judge
python -m bench.registers train MODEL --on 2026-11-26 --base EM    learn a model without truth; without --base, by it
"""

import argparse
import resource
import time
from pathlib import Path

import polars as pl

from shanqiao.engines.linkage import link_normal, normalise, prepare, read_model, write_model

from .baselines import RULES, linked, normalised
from .metrics import judge
from .register import summary_of, written
from .telling import line, report
from .training import trained


def main():
    asked = _options().parse_args()
    {"make": _make, "judge": _judge, "baselines": _baselines, "train": _train, "link": _link}[
        asked.what
    ](asked)


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ways = options.add_subparsers(dest="what", required=True)
    make = ways.add_parser("make")
    make.add_argument("folder", type=Path)
    make.add_argument("--size", type=int, default=100_000)
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--noise", type=float, default=1.0)
    one = ways.add_parser("judge")
    one.add_argument("clusters", type=Path)
    one.add_argument("--truth", type=Path, required=True)
    ways.add_parser("baselines").add_argument("folder", type=Path)
    one = ways.add_parser("link")
    one.add_argument("folder", type=Path)
    one.add_argument("--model", type=Path)
    one.add_argument("--short", action="store_true", help="one line, without kinds")
    train = ways.add_parser("train")
    train.add_argument("model", type=Path)
    train.add_argument("--base", type=Path, help="a model trained without labels")
    train.add_argument("--on", required=True, help="the day, as the model will say it")
    return options


def _make(asked):
    begun = time.process_time(), time.perf_counter()
    register = written(asked.folder, size=asked.size, seed=asked.seed, noise=asked.noise)
    cpu, wall = time.process_time() - begun[0], time.perf_counter() - begun[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = summary_of(register)
    print(
        f"{asked.size} registrations of {told['people']} people, {told['pairs']} pairs that are one person"
    )
    print(
        f"without a number {told['id_missing']:.1%}; {cpu:.1f} CPU s, {wall:.1f} s, {peak:.0f} MiB"
    )


def _judge(asked):
    read = pl.read_csv if asked.clusters.suffix == ".csv" else pl.read_parquet
    print(report(judge(read(asked.clusters), *_truth(asked.truth))))


def _baselines(asked):
    raw = pl.read_parquet(asked.folder / "registrations.parquet")
    for name, rows in (("raw", raw), ("normalised", normalised(raw))):
        for rule in RULES:
            found = judge(linked(rows, rule), *_truth(asked.folder))
            print(f"{name:11s}{rule:19s}{line(found)}", flush=True)


def _link(asked):
    rows, model = pl.read_parquet(asked.folder / "registrations.parquet"), read_model(asked.model)
    prepare(normalise(rows.head(10)))  # tables are read once, and are no part of the work
    begun = time.process_time()
    normal = normalise(rows)
    normalised_at = time.process_time()
    found = link_normal(normal, model)
    cpu = normalised_at - begun, time.process_time() - normalised_at
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counted = ", ".join(f"{what} {count}" for what, count in found.counts.items())
    print(f"{counted}; normalise {cpu[0]:.1f} CPU s, the rest {cpu[1]:.1f}; at most {peak:.0f} MiB")
    told = judge(found.clusters, *_truth(asked.folder))
    print(line(told) if asked.short else report(told), flush=True)


def _train(asked):
    base = read_model(asked.base) if asked.base else None
    write_model(trained(on=asked.on, base=base), asked.model)


def _truth(folder):
    return (pl.read_parquet(folder / f"{name}.parquet") for name in ("truth", "hard"))


if __name__ == "__main__":
    main()
