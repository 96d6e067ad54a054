"""Each way of linking a register: clusters, and what they took."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from bench.memory import peak_mib
from bench.registers.baselines import linked as by_rule
from bench.registers.baselines import normalised
from bench.registers.clusters import clusters_by, joined
from bench.registers.febrl import febrl
from bench.registers.historical import COLUMNS as OF_HISTORICAL
from bench.registers.historical import historical
from bench.registers.metrics import judge


@dataclass(frozen=True)
class Way:
    """One way: registrations in, clusters (rid, cluster) and what to tell besides out.

    Truth is handed to all, for Splink's best threshold; no other way looks at it.
    """

    words: str
    link: Callable


class Steps:
    """CPU and wall seconds of steps."""

    def __init__(self):
        self.told = {}

    def __call__(self, step, do):
        cpu, wall = time.process_time(), time.perf_counter()
        done = do()
        self.told[step] = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        return done


def measured(way, folder):
    """Link, and judge; as data."""
    steps = Steps()
    if way in LATIN:
        rows, truth = LATIN[way].read()
        hard = None
        clusters, told = LATIN[way].link(rows, steps, truth)
    else:
        rows = pl.read_parquet(folder / "registrations.parquet")
        truth, hard = (pl.read_parquet(folder / f"{name}.parquet") for name in ("truth", "hard"))
        clusters, told = WAYS[way].link(rows, steps, truth)
    peak = peak_mib()  # before judging
    found = asdict(judge(clusters, truth, hard))
    tables = {name: found.pop(name).to_dicts() for name in ("kinds", "hard")}
    return {"way": way, **found, **tables, "peak_mib": peak, **told, "steps": steps.told}


def _ours(rows, steps, _truth):
    from shanqiao.engines.linkage import link_normal, normalise, read_model

    model = read_model()
    normal = steps("normalise", lambda: normalise(rows))
    found = steps("pairs and clusters", lambda: link_normal(normal, model))
    told = {"pairs": found.counts["pairs"], "queue": found.queue.height, "model": model.version}
    return found.clusters, told


def _rules(rows, steps, _truth):
    return steps("rules", lambda: by_rule(rows, "all three")), {}


def _rules_normalised(rows, steps, _truth):
    plain = steps("normalise", lambda: normalised(rows))
    return steps("rules", lambda: by_rule(plain, "all three")), {}


def _stock(which, rows, steps, truth):
    """Splink's own comparisons of the columns as they are; its best threshold on this truth."""
    from bench import link_stock

    stock = getattr(link_stock, which)
    splink = steps("learn and weigh", lambda: link_stock.predicted(rows, stock))
    best = max((judge(link_stock.clusters_at(splink, at), truth).f1[0], at) for at in TRIED)
    return steps("cluster", lambda: link_stock.clusters_at(splink, best[1])), {"threshold": best[1]}


def _recordlinkage(columns, rows, steps, _truth):
    """Runs in an environment of its own: it wants an older pandas than others do."""
    python = os.environ.get("RECORDLINKAGE_PYTHON")
    if not python:
        raise SystemExit("RECORDLINKAGE_PYTHON names no Python that has recordlinkage and pandas<3")
    script = Path(__file__).with_name("link_recordlinkage.py")
    with tempfile.TemporaryDirectory() as folder:
        rows.write_csv(Path(folder) / "rows.csv")
        (Path(folder) / "columns.json").write_text(json.dumps(columns))
        done = subprocess.run([python, script, folder], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(_why(done))
        told = json.loads((Path(folder) / "told.json").read_text())
        edges = pl.read_csv(Path(folder) / "pairs.csv", schema_overrides=_schema(rows))
    steps.told["link"] = told["took"]
    place = {rid: at for at, rid in enumerate(rows["rid"])}
    first, second = (
        np.array([place[rid] for rid in edges[side]], dtype=int) for side in ("a", "b")
    )
    clusters = rows.select("rid", cluster=pl.Series(joined(first, second, rows.height)))
    return clusters, {"peak_mib": told["peak_mib"]}


def _schema(rows):
    """Ends of pairs are written as their registrations are."""
    return dict.fromkeys("ab", rows.schema["rid"])


def _why(done):
    """What a program that ended said last; where it was ended from outside, as for want of memory, that."""
    said = done.stderr.strip().splitlines()
    return f"ended by signal {-done.returncode}" if done.returncode < 0 else said[-1]


STOCK = "splink"
TRIED = (0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1 - 1e-6, 1 - 1e-7, 1 - 1e-8)
OF_REGISTER = {
    "block": ["id_no", "phone", "name"],
    "fuzzy": ["name", "address"],
    "exact": ["id_no", "dob", "phone", "gender", "station_street"],
}
OF_FEBRL = {
    "block": ["given_name", "surname", "date_of_birth", "soc_sec_id"],
    "fuzzy": ["given_name", "surname", "address_1", "suburb"],
    "exact": ["date_of_birth", "soc_sec_id", "postcode", "state", "street_number"],
}
WAYS = {
    "ours": Way("shanqiao, stored model", _ours),
    "rules": Way("number, name + birthday, or name + telephone the same, as written", _rules),
    "rules normalised": Way("the same after normalising", _rules_normalised),
    STOCK: Way(
        "Splink, stock comparisons, its best threshold; the name in pinyin beside",
        partial(_stock, "OF_REGISTER"),
    ),
    "recordlinkage": Way(
        "recordlinkage as its guide does it, without labels", partial(_recordlinkage, OF_REGISTER)
    ),
}


@dataclass(frozen=True)
class Latin:
    """One way with a register of others, in Latin letters."""

    read: Callable
    link: Callable


def _ours_latin(written, rows, steps, _truth):
    from shanqiao.engines.linkage.latin import columns_of, link_latin, train_latin

    columns = columns_of(written)
    model = steps("learn", lambda: train_latin(rows, columns))
    found = steps("link", lambda: link_latin(rows, model))
    return found.clusters, {"pairs": found.counts["pairs"], "queue": found.queue.height}


def _rules_febrl(rows, steps, _truth):
    """Number, both names and birthday, or both names and postcode the same, as written."""
    names = [pl.col("given_name"), pl.col("surname")]
    rules = [
        [pl.col("soc_sec_id")],
        [*names, pl.col("date_of_birth")],
        [*names, pl.col("postcode")],
    ]
    keys = [
        rows.select(
            pl.when(pl.all_horizontal(part != "" for part in rule)).then(
                pl.concat_str(rule, separator="|")
            )
        ).to_series()
        for rule in rules
    ]
    return steps("rules", lambda: clusters_by(rows, keys)), {}


COLUMNS = (
    "given_name=given_name surname=surname birth=date_of_birth number=soc_sec_id "
    "code=street_number+postcode+state text=address_1+address_2+suburb"
)
LATIN = {
    f"{name} febrl {which}": Latin(partial(febrl, which), link)
    for which in (3, 4)
    for name, link in {
        "ours": partial(_ours_latin, COLUMNS),
        "rules": _rules_febrl,
        STOCK: partial(_stock, "OF_FEBRL"),
        "recordlinkage": partial(_recordlinkage, OF_FEBRL),
    }.items()
} | {"ours historical 50k": Latin(historical, partial(_ours_latin, OF_HISTORICAL))}
