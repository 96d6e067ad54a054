"""Generate a city of needs and resources on the real streets of Guangzhou.

    python examples/guangzhou/make.py OUT [--needs 10000] [--resources 400] [--seed 2026]

The same numbers give the same bytes. Nobody in it exists: only the streets and their districts are
real, weighted by their number of committees.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random

from needs import make_needs
from resources import make_resources

from shanqiao.engines.allocation import NEED_COLUMNS, RESOURCE_COLUMNS


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("out", type=Path)
    ask.add_argument("--needs", type=int, default=10_000)
    ask.add_argument("--resources", type=int, default=400)
    ask.add_argument("--seed", type=int, default=2026)
    asked = ask.parse_args()
    make(asked.out, needs=asked.needs, resources=asked.resources, seed=asked.seed)
    print(f"{asked.needs} needs, {asked.resources} resources → {asked.out}")


def make(out: Path, *, needs: int, resources: int, seed: int) -> None:
    """Write needs.csv and resources.csv into ``out``."""
    chance = Random(seed)  # noqa: S311 (a city is made up here, not a secret)
    streets = streets_with_weights()
    need_rows = make_needs(chance, streets, how_many=needs)
    resource_rows = make_resources(chance, streets, need_rows, how_many=resources)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "needs.csv", list(NEED_COLUMNS), need_rows)
    _write(out / "resources.csv", list(RESOURCE_COLUMNS), resource_rows)


def streets_with_weights() -> dict[str, int]:
    """The 176 streets and towns by code, each with its number of committees."""
    weights = {row["code"]: 0 for row in _places("streets_towns.csv") if row["kind"] in _REAL_KINDS}
    for row in _places("communities.csv"):
        if row["street_code"] in weights:
            weights[row["street_code"]] += 1
    return weights


_REAL_KINDS = ("subdistrict", "town")


def _places(name: str) -> list[dict[str, str]]:
    text = (files("shanqiao.data") / "guangzhou" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _write(path: Path, head: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
