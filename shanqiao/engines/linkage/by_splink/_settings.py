"""A model as Splink reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._model import LevelWeight, Model, Together
from ._conditions import Rule, level_of
from ._table import KEY_COLUMNS, SHARE_COLUMNS

Rules = Mapping[str, tuple[Rule, ...]]
Settings = dict[str, Any]

TOGETHER = "together_"


def settings_of(model: Model, fields: Rules, *, rows: int) -> Settings:
    """What Splink needs to find and weigh the pairs of a register.

    Args:
        model: how much each level weighs.
        fields: the rules of each field.
        rows: how many registrations the register has.
    """
    odds = 2.0 ** model.prior_bits(rows)
    comparisons = [
        _comparison(field, levels, model.fields.get(field, {})) for field, levels in fields.items()
    ]
    comparisons += [_rule(number, one, fields) for number, one in enumerate(model.together)]
    return base_settings(comparisons) | {
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [same_key(column) for column in KEY_COLUMNS],
    }


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


def same_key(column: str) -> str:
    """That two registrations have the same key."""
    return f"l.{column} = r.{column}"


def _comparison(
    field: str, levels: tuple[Rule, ...], weights: Mapping[str, LevelWeight]
) -> Settings:
    return {
        "output_column_name": field,
        "comparison_levels": [_level(one, weights.get(one.code.name)) for one in levels],
    }


def _level(one: Rule, weight: LevelWeight | None) -> Settings:
    level: Settings = {"sql_condition": one.when, "label_for_charts": one.code.name}
    if one.code == 0:
        return level | {"is_null_level": True}
    if weight is None:
        return level | {"m_probability": 1.0, "u_probability": 1.0}
    level |= {"m_probability": weight.m, "u_probability": weight.u}
    if not weight.share or not weight.strength:
        return level
    usual: float = (weight.typical / weight.u) ** weight.strength  # Splink corrects from u
    return level | {
        "m_probability": weight.m * usual,
        "tf_adjustment_column": SHARE_COLUMNS[weight.share],
        "tf_adjustment_weight": weight.strength,
        "tf_minimum_u_value": max(1e-12, weight.rarest),
        "disable_tf_exact_match_detection": True,
    }


def _rule(number: int, one: Together, fields: Rules) -> Settings:
    """A comparison that holds or does not: what some levels say beyond each."""
    parts = [
        f"{level_of(fields[field])} in ({_codes(fields[field], names)})"
        for field, names in one.when.items()
    ]
    bits = one.bits if parts else 0.0
    holds = {
        "sql_condition": " and ".join(parts) or "place_l <> place_l",
        "label_for_charts": "holds",
    }
    return {
        "output_column_name": f"{TOGETHER}{number}",
        "comparison_levels": [
            holds | {"m_probability": 2.0**bits, "u_probability": 1.0},
            {
                "sql_condition": "ELSE",
                "label_for_charts": "does not hold",
                "m_probability": 1.0 if parts else 2.0**one.bits,
                "u_probability": 1.0,
            },
        ],
    }


def _codes(levels: tuple[Rule, ...], names: tuple[str, ...]) -> str:
    return ", ".join(sorted({str(int(one.code)) for one in levels if one.code.name in names}))
