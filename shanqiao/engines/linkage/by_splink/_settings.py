"""A model as Splink reads it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from itertools import product
from typing import Any

import polars as pl

from .._levels import LEVELS, Name
from .._model import LevelWeight, Model
from ._conditions import Rule
from ._table import KEY_COLUMNS, SHARE_COLUMNS

Rules = Mapping[str, tuple[Rule, ...]]
Settings = dict[str, Any]
Gammas = dict[
    str, dict[int, int]
]  # for each field the code of each number that Splink gives its levels

ALWAYS = "place_l <> place_r"
_WEAK = {Name.MASK_FITS, Name.SURNAME_FITS, Name.CALL_NAME_FITS, Name.DOES_NOT_FIT}


def settings_of(model: Model, fields: Rules, *, rows: int) -> tuple[Settings, Gammas]:
    """What Splink needs to find and weigh the pairs of a register, without what levels say together.

    Args:
        model: how much each level weighs.
        fields: the rules of each field.
        rows: how many registrations the register has.

    Returns:
        The settings, and the code of each of Splink's numbers of levels: it counts them down, and unknown is -1.
    """
    odds = 2.0 ** model.prior_bits(rows)
    comparisons, gammas = [], {}
    for field, levels in fields.items():
        made = [row for one in levels for row in _levels(field, one, model.fields.get(field, {}))]
        comparisons.append(comparison(field, [level for _, level in made]))
        known = [code for code, level in made if not level.get("is_null_level")]
        gammas[field] = {len(known) - 1 - place: int(code) for place, code in enumerate(known)}
        gammas[field] |= {-1: 0}
    settings = base_settings(comparisons) | {
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [f"l.{key} = r.{key}" for key in KEY_COLUMNS],
    }
    return settings, gammas


def base_settings(comparisons: list[Settings]) -> Settings:
    """What all settings of ours have."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "place",
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,  # or levels are not told
        "retain_intermediate_calculation_columns": True,
    }


def comparison(field: str, levels: list[Settings]) -> Settings:
    """How a field is compared: the first level that holds."""
    return {"output_column_name": field, "comparison_levels": levels}


def together_of(model: Model, gammas: Gammas) -> list[pl.DataFrame]:
    """What levels say together.

    Returns:
        For each set of fields a table: gamma_… of each field, as Splink numbers levels, and bits. The empty set has bits alone.
    """
    numbers: dict[str, dict[str, list[int]]] = {
        field: {
            one.code.name: [number for number, code in known.items() if code == one.code]
            for one in LEVELS[field]
        }
        for field, known in gammas.items()
    }
    tables: dict[tuple[str, ...], dict[tuple[int, ...], float]] = {}
    for one in model.together:
        fields = tuple(field for field in gammas if field in one.when)
        rows = tables.setdefault(fields, {})
        choices = ([n for level in one.when[f] for n in numbers[f][level]] for f in fields)
        for row in product(*choices):
            rows[row] = rows.get(row, 0.0) + one.bits
    return [_bits_table(fields, rows) for fields, rows in tables.items()]


def _bits_table(fields: tuple[str, ...], rows: dict[tuple[int, ...], float]) -> pl.DataFrame:
    schema = {f"gamma_{field}": pl.Int32() for field in fields} | {"bits": pl.Float64()}
    return pl.DataFrame([(*row, bits) for row, bits in rows.items()], schema=schema, orient="row")


def _levels(
    field: str, one: Rule, weights: Mapping[str, LevelWeight]
) -> list[tuple[IntEnum, Settings]]:
    """A level; two where its share may be missing, since Splink then takes that of the other registration."""
    weight = weights.get(one.code.name)
    when = ALWAYS if one.when == "ELSE" else one.when  # Splink corrects nothing in the last
    level: Settings = {"sql_condition": when, "label_for_charts": one.code.name}
    if weight is None:
        nothing = {"m_probability": 1.0, "u_probability": 1.0}
        return [(one.code, level | ({"is_null_level": True} if one.code == 0 else nothing))]
    level |= {"m_probability": weight.m, "u_probability": weight.u}
    if not weight.share or not weight.strength:
        return [(one.code, level)]
    corrected = (one.code, level | _correction(weight))
    if weight.share == field and one.code not in (_WEAK if field == "name" else ()):
        return [corrected]
    value = SHARE_COLUMNS[weight.share]
    known = f"({when}) and {value}_l is not null and {value}_r is not null"
    return [(one.code, corrected[1] | {"sql_condition": known}), (one.code, level)]


def _correction(weight: LevelWeight) -> Settings:
    usual: float = (weight.typical / weight.u) ** weight.strength  # Splink corrects from u
    return {
        "m_probability": weight.m * usual,
        "tf_adjustment_column": SHARE_COLUMNS[weight.share],
        "tf_adjustment_weight": weight.strength,
        "tf_minimum_u_value": weight.rarest,
        "disable_tf_exact_match_detection": True,
    }
