"""Which columns of a register of another country are what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a column holds."""

    GIVEN_NAME = "given_name"
    SURNAME = "surname"
    BIRTH = "birth"  # a day; digits in any one order
    NUMBER = "number"  # of a person: an identity or insurance number
    CODE = "code"  # of few places: postcode, house number, state, telephone
    TEXT = "text"  # anything else: a street, a suburb, a trade


ONCE = (Role.GIVEN_NAME, Role.SURNAME, Role.BIRTH)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register, and its role."""

    name: str
    role: Role


class CannotReadColumns(ValueError):
    """The mapping names a role that is not there, a column twice, or too little to tell people apart."""


def columns_of(written: str) -> tuple[Column, ...]:
    """A mapping as people write it: ``given_name=first,surname=last,birth=dob,text=street+suburb,code=postcode``.

    Raises:
        CannotReadColumns: with what is wrong, and what roles there are.
    """
    found = []
    for part in filter(None, re.split(r"[,\s]+", written)):
        role, equals, names = part.partition("=")
        if not equals or role not in set(Role):
            raise CannotReadColumns(f"{part}: write ROLE=COLUMN; roles are {', '.join(Role)}")
        found += [Column(name, Role(role)) for name in filter(None, names.split("+"))]
    return checked(found)


def checked(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, if people can be told apart by them.

    Raises:
        CannotReadColumns: there are fewer than two, one is there twice, or a role that one has once is.
    """
    names = [column.name for column in columns]
    if len(set(names)) != len(names) or "rid" in names:
        raise CannotReadColumns("a column is named twice, or is rid")
    for role in ONCE:
        if sum(column.role == role for column in columns) > 1:
            raise CannotReadColumns(
                f"there is more than one column for {role}; make the others text"
            )
    if len(columns) < 2:
        raise CannotReadColumns("name two columns at least, as surname=COLUMN,birth=COLUMN")
    return tuple(columns)
