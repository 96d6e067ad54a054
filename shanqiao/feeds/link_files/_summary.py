"""The figures of a linking, for programs and for the report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from shanqiao.engines.linkage import KEY_KINDS, Answer, Judgement, Model

from ._linking import Engine, Outcome
from ._reading import People
from ._tables import LEAST

FORMAT = "shanqiao link 1"


def summary_of(
    outcome: Outcome,
    model: Model,
    *,
    people: People,
    register: People | None,
    engine: Engine,
    judgement: Judgement | None,
) -> dict[str, Any]:
    """What summary.json says; nothing in it depends on when or how fast."""
    return {
        "format": FORMAT,
        "engine": engine,
        "model": {
            "version": model.version,
            "profile": model.profile,
            "digest": digest_of(model),
            "trained": dict(model.trained),
            "thresholds": model.as_data["thresholds"],
        },
        "list": _read(people),
        **({"register": _read(register)} if register else {}),
        "registrations": outcome.listed,
        "people": outcome.people,
        "doubles": outcome.doubles,
        "pairs": _pairs(outcome, model),
        "cluster_sizes": sizes_of(outcome),
        "found_by": found_by(outcome, model).to_dicts(),
        "queue": dict(outcome.queue.group_by("reason").len().sort("reason").iter_rows()),
        **({"answers": answers_of(outcome)} if outcome.answers is not None else {}),
        **({"quality": _quality(judgement)} if judgement else {}),
    }


def sizes_of(outcome: Outcome) -> dict[str, int]:
    """How many people have so many registrations."""
    sizes = outcome.clusters.group_by("cluster").len("size").group_by("size").len("people")
    return {str(size): people for size, people in sizes.sort("size").iter_rows()}


def found_by(outcome: Outcome, model: Model) -> pl.DataFrame:
    """Of each key: pairs that met by it; those that are probably one person, and those found by no other key."""
    likely = outcome.pairs.filter(pl.col("probability") >= model.thresholds.together)
    told = []
    for bit, kind in enumerate(KEY_KINDS):
        has = pl.col("found_by") & (1 << bit) > 0
        met, same = outcome.pairs.filter(has).height, likely.filter(has)
        alone = same.filter(pl.col("found_by") == (1 << bit)).height
        told.append({"key": kind.name, "met": met, "same": same.height, "alone": alone})
    return pl.DataFrame(told)


def answers_of(outcome: Outcome) -> dict[str, int]:
    """How many rows are new, known, perhaps known."""
    assert outcome.answers is not None
    counted = dict(outcome.answers.group_by("answer").len().iter_rows())
    return {one.value: counted.get(one.value, 0) for one in Answer}


def digest_of(model: Model) -> str:
    """SHA-256 of what a model says."""
    text = json.dumps(model.as_data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(people: People) -> dict[str, object]:
    return {
        "rows": people.read,
        "used": people.rows.height,
        "problems": people.problems.height,
        "headings": dict(people.headings),
        "digest": people.digest,
    }


def _pairs(outcome: Outcome, model: Model) -> dict[str, int]:
    chance, at = outcome.pairs["probability"], model.thresholds
    return {
        "compared": outcome.pairs.height,
        "written": int((chance >= LEAST).sum()),
        "surely_the_same": int((chance >= at.same).sum()),
    }


def _quality(found: Judgement) -> Mapping[str, object]:
    def figure(value: tuple[float, float, float] | None) -> dict[str, float] | None:
        names = ("value", "low", "high")
        return value and {k: round(v, 6) for k, v in zip(names, value, strict=True)}

    return {
        "precision": figure(found.precision),
        "recall": figure(found.recall),
        "f1": figure(found.f1),
        "pairs": {"found": found.found, "predicted": found.predicted, "true": found.true},
        "by_kind": found.kinds.with_columns(pl.col(pl.Float64).round(6)).to_dicts(),
        "hard": found.hard.to_dicts(),
    }
