"""A register of an invented Guangzhou with its truth."""

import json
from dataclasses import dataclass

import numpy as np
import polars as pl

from .corrupting import corrupted
from .hard import hard_negatives
from .people import some_people
from .registering import ON_AVERAGE, some_registrations

COLUMNS = (
    *("rid", "source", "station_street", "reg_date", "name", "gender"),
    *("id_no", "dob", "phone", "address"),
)
_PEOPLE, _REGISTERING, _CORRUPTING = range(
    3
)  # so that noise changes what goes wrong and nothing else


@dataclass(frozen=True)
class Register:
    """Registrations, and what only the one who made them knows."""

    registrations: pl.DataFrame  # the columns `shanqiao link` reads, texts but rid and reg_date
    truth: pl.DataFrame  # rid, pid, kinds (list of the corruptions that changed a cell)
    hard: pl.DataFrame  # kind, group, rid: see `hard_negatives`


def a_register(*, size, seed=1, noise=1.0):
    """A register of ``size`` registrations; the same three numbers give the same register.

    Args:
        noise: how often things go wrong, times the rates of data/corruptions.csv; 1 is usual.
    """
    people = some_people(np.random.default_rng([seed, size, _PEOPLE]), people_for(size))
    clean = some_registrations(np.random.default_rng([seed, size, _REGISTERING]), people, size)
    rows, notes = corrupted([seed, size, _CORRUPTING], clean, noise)
    kinds = notes.group_by("rid").agg(kinds="kind")
    truth = rows.select("rid", "pid").join(kinds, on="rid", how="left", maintain_order="left")
    truth = truth.with_columns(pl.col("kinds").fill_null(pl.lit([], dtype=kinds.schema["kinds"])))
    return Register(rows.select(COLUMNS), truth, hard_negatives(people, rows, notes))


def people_for(size):
    """How many people are enough for so many registrations."""
    return int(size / ON_AVERAGE * 1.05) + 50


def written(folder, *, size, seed=1, noise=1.0):
    """Write a register as Parquet and say in register.json what it is.

    Files:
        registrations.parquet, truth.parquet, hard.parquet, register.json.
    """
    register = a_register(size=size, seed=seed, noise=noise)
    folder.mkdir(parents=True, exist_ok=True)
    register.registrations.write_parquet(folder / "registrations.parquet")
    register.truth.write_parquet(folder / "truth.parquet")
    register.hard.write_parquet(folder / "hard.parquet")
    told = {"size": size, "seed": seed, "noise": noise, **summary_of(register)}
    (folder / "register.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return register


def summary_of(register):
    """How many people, how many registrations of each corruption, how many groups of each hard negative."""
    rows, truth = register.registrations, register.truth
    several = truth.group_by("pid").len().filter(pl.col("len") > 1)["len"]
    kinds = (
        truth.select(pl.col("kinds").list.explode())
        .drop_nulls()
        .group_by("kinds")
        .len()
        .sort("kinds")
    )
    hard = (
        register.hard.join(truth.select("rid", "pid"), on="rid")
        .group_by("kind")
        .agg(
            groups=pl.col("group").n_unique(),
            people=pl.col("pid").n_unique(),
            registrations=pl.len(),
        )
    )
    return {
        "people": truth["pid"].n_unique(),
        "pairs": int((several.cast(pl.Int64) * (several.cast(pl.Int64) - 1)).sum()) // 2,
        "id_missing": round(float((rows["id_no"] == "").mean()), 4),
        "corruptions": dict(kinds.iter_rows()),
        "hard_negatives": {row.pop("kind"): row for row in hard.sort("kind").to_dicts()},
    }
