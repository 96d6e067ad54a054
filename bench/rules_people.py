"""Generated residents and rules: of a size and a seed, always the same."""

import random
from datetime import date

import numpy as np
import polars as pl

from shanqiao.engines.eligibility import RESIDENT, Term, Words

TODAY = date(2026, 11, 27)
PARAMETERS = {"dibao_line": 120_000, "edge_line": 180_000}
CITY = RESIDENT.with_parameters(
    {
        name: Term(type="whole", words=Words(name, name), unit=Words("分/月", "fen a month"))
        for name in PARAMETERS
    }
)
DISTRICTS = [f"4401{nth:02}" for nth in range(1, 12)]
EMPTY = {
    "illness": 0.3,
    "income_per_head": 0.4,
    "rigid_share": 0.5,
    "adl": 0.6,
    "local": 0.05,
    "disability": 0.1,
}
ORDERED = ("<", "<=", ">", ">=")
NUMBERS = {
    "age": (18, 90),
    "disability": (0, 4),
    "household_size": (1, 6),
    "children": (0, 3),
    "income_per_head": (80_000, 300_000),
    "rigid_share": (20, 120),
    "adl": (20, 100),
}


def people(size, seed):
    """(size,) residents with all facts of `RESIDENT`; some facts are not known."""
    chance = np.random.default_rng([seed, 54])
    days = chance.integers(0, 100 * 365, size)
    born = np.datetime64(TODAY) - days
    district = chance.integers(0, len(DISTRICTS), size)
    frame = pl.DataFrame(
        {
            "age": pl.Series((days / 365.2425).astype(np.int64)),
            "born_on": pl.Series(born.astype("datetime64[D]")),
            "sex": _some(chance, ["female", "male"], size),
            "district": pl.Series(np.array(DISTRICTS)[district]),
            "street": pl.Series(
                [
                    f"{DISTRICTS[d]}{s:03}"
                    for d, s in zip(district, chance.integers(1, 20, size), strict=True)
                ]
            ),
            "local": pl.Series(chance.random(size) < 0.6),
            "hardship": _some(
                chance, ["none", "edge", "rigid", "low_income", "dibao", "tekun"], size
            ),
            "disability": pl.Series(np.maximum(0, chance.integers(-16, 5, size))),
            "illness": _some(chance, ["none", "chronic", "serious", "mental"], size),
            "household_size": pl.Series(chance.integers(1, 7, size)),
            "children": pl.Series(chance.integers(0, 3, size)),
            "income_per_head": pl.Series(chance.gamma(2.5, 90_000, size).astype(np.int64)),
            "rigid_share": pl.Series(chance.integers(0, 160, size)),
            "adl": pl.Series(chance.integers(0, 21, size) * 5),
        }
    )
    return frame.with_columns(
        pl.when(pl.Series(chance.random(size) < share))
        .then(None)
        .otherwise(pl.col(name))
        .alias(name)
        for name, share in EMPTY.items()
    )


def rules(count, seed):
    """``count`` conditions of one to eight comparisons, as rule keepers write them."""
    chance = random.Random(f"{seed} rules")
    return [_rule(chance, chance.randint(1, 8)) for _ in range(count)]


def _rule(chance, leaves):
    if leaves == 1:
        return _leaf(chance)
    left = chance.randint(1, leaves - 1)
    join = chance.choice(("&&", "&&", "||"))
    parts = [_rule(chance, left), _rule(chance, leaves - left)]
    text = f" {join} ".join(
        f"({part})" if " && " in part or " || " in part else part for part in parts
    )
    return f"!({text})" if chance.random() < 0.1 else text


def _leaf(chance):
    match chance.randint(0, 6):
        case 0:
            return f"income_per_head <= {chance.choice(sorted(PARAMETERS))}"
        case 1:
            return "local"
        case 2:
            codes = [code for code, _words in RESIDENT.terms["hardship"].values]
            return f"hardship in [{_listed(chance.sample(codes, 2))}]"
        case 3:
            return f"district in [{_listed(chance.sample(DISTRICTS, 3))}]"
        case 4:
            return f'illness == "{chance.choice(["chronic", "serious", "mental"])}"'
        case _:
            name = chance.choice(sorted(NUMBERS))
            return f"{name} {chance.choice(ORDERED)} {chance.randint(*NUMBERS[name])}"


def _listed(values):
    return ", ".join(f'"{value}"' for value in values)


def _some(chance, values, size):
    return pl.Series(np.array(values)[chance.integers(0, len(values), size)])
