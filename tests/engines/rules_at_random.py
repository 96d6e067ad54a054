"""Rules and residents by chance, for whoever compares two ways of asking."""

from datetime import date

import polars as pl
from hypothesis import strategies as st

from shanqiao.engines.eligibility import RESIDENT, Term, Words

PARAMETERS = {"dibao_line": 123_800, "school_age": 6}
CITY = RESIDENT.with_parameters(
    {
        "dibao_line": Term(type="whole", words=Words("低保标准", "minimum standard")),
        "school_age": Term(type="whole", words=Words("入学年龄", "school age")),
    }
)
STORED = {"text": pl.String, "whole": pl.Int64, "yes_no": pl.Boolean, "day": pl.Date}
SCHEMA = {name: STORED[RESIDENT.types[name]] for name in RESIDENT.facts}
PLACES = ("440103", "440104"), ("440103006", "440104001")
_WHOLES = {
    "age": (0, 110),
    "disability": (0, 4),
    "household_size": (1, 8),
    "children": (0, 5),
    "income_per_head": (0, 300_000),
    "rigid_share": (0, 300),
    "adl": (0, 100),
}


def _codes(name):
    if name in ("district", "street"):
        return PLACES[name == "street"]
    return [code for code, _words in RESIDENT.terms[name].values]


def _cell(name):
    match RESIDENT.types[name]:
        case "text":
            return st.sampled_from(_codes(name))
        case "whole":
            return st.integers(*_WHOLES[name])
        case "yes_no":
            return st.booleans()
        case _:
            return st.dates(date(1930, 1, 1), date(2026, 1, 1))


def _literal(name):
    match RESIDENT.types[name]:
        case "text":
            return st.sampled_from(_codes(name)).map('"{}"'.format)
        case "whole":
            return st.integers(*_WHOLES[name]).map(str)
        case "yes_no":
            return st.sampled_from(["true", "false"])
        case _:
            return st.dates(date(1930, 1, 1), date(2026, 1, 1)).map('"{}"'.format)


ORDER = ["==", "!=", "<", "<=", ">", ">="]


def _comparison(name):
    signs = ORDER if RESIDENT.types[name] in ("whole", "day") else ORDER[:2]
    ways = [
        st.builds(f"{name} {{}} {{}}".format, st.sampled_from(signs), _literal(name)),
        st.lists(_literal(name), min_size=1, max_size=4).map(
            lambda values: f"{name} in [{', '.join(values)}]"
        ),
    ]
    if RESIDENT.types[name] == "yes_no":
        ways.append(st.just(name))
    return st.one_of(ways)


_others = st.one_of(
    st.sampled_from(["true", "false", "children < household_size"]),
    st.builds("income_per_head {} dibao_line".format, st.sampled_from(ORDER)),
    st.builds("school_age {} age".format, st.sampled_from(ORDER)),
)
comparisons = st.one_of(*[_comparison(name) for name in RESIDENT.facts], _others)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=8,
)
residents = st.fixed_dictionaries({name: st.none() | _cell(name) for name in RESIDENT.facts})
