"""Rules asked by cel-python, of which `make setup-bench` brings the package."""

import celpy
from celpy import celtypes

_ENVIRONMENT = celpy.Environment()
_TYPES = {bool: celtypes.BoolType, int: celtypes.IntType, str: celtypes.StringType}


def program_of(text):
    """A condition, compiled once."""
    return _ENVIRONMENT.program(_ENVIRONMENT.compile(text))


def given_to_cel(row):
    """The facts of a person as CEL's types; what is not known is left out, and days are texts like 2026-01-31."""
    return {
        name: _TYPES.get(type(value), _as_text)(value)
        for name, value in row.items()
        if value is not None
    }


def ask(program, row):
    """True, False, or None where CEL has an error: something it asked for is not there."""
    try:
        return bool(program.evaluate(row))
    except celpy.CELEvalError:
        return None


def _as_text(day):
    return celtypes.StringType(day.isoformat())
