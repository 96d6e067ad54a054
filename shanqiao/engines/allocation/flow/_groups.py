"""A city cut into groups that share no resource: kinds of help that no giver ties together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from .._before import Before, before_of
from .._edges import NO_LIMIT, Resources
from .._facts import City
from .._network import groups_of_kinds
from .._order import Flags, Ints
from .._people import people_of
from . import _bits
from ._ports import WORD, Codes, Ports


@dataclass(frozen=True)
class Group:
    """Needs and resources that may have to do with each other.

    Attributes:
        kinds: the kinds of help in it, joined by "|".
        needs: rows in the city, ascending.
        resources: rows in the city, those side by side that serve the same streets (see `_ports`).
        people: the person of each need of the city behind a person of the group.
        ports: what they allow.
    """

    kinds: str
    needs: Ints
    resources: Ints
    people: Ints
    ports: Ports


def groups_of(city: City, open_needs: Ints, limits: Resources) -> Iterator[Group]:
    """Every group with needs and resources in it, in order of kind.

    Args:
        open_needs: (k,) rows of the needs that miss something, ascending.
    """
    answers = _bits.Answers(city.needs)
    before, person = before_of(city), people_of(city.needs)[0]
    group_of_kind = groups_of_kinds(city)
    kinds = city.resources["kinds"].list.first()
    of_resource = kinds.replace_strict(group_of_kind, return_dtype=pl.Int64).to_numpy()
    kind = city.needs["kind"][open_needs]
    of_need = kind.replace_strict(group_of_kind, return_dtype=pl.Int64).to_numpy()
    first_street = city.resources["streets"].list.first().fill_null("").rank("dense").to_numpy()
    names: dict[int, list[str]] = {}
    for name, number in group_of_kind.items():
        names.setdefault(number, []).append(name)
    for number, kinds_here in sorted(names.items()):
        needs = open_needs[of_need == number]
        resources = np.flatnonzero(of_resource == number)
        resources = resources[np.argsort(first_street[resources], kind="stable")]
        if len(needs) and len(resources):
            people, own = np.unique(person[needs], return_inverse=True)
            ports = _ports(
                city, needs, resources, limits, answers, own, _had(before, people, resources)
            )
            yield Group("|".join(sorted(kinds_here)), needs, resources, people, ports)


def _ports(
    city: City,
    rows: Ints,
    at: Ints,
    limits: Resources,
    answers: _bits.Answers,
    person: Ints,
    had: tuple[Codes, Codes, Ints],
) -> Ports:
    needs = city.needs.select("kind", "item", "street", "open_on", "due_on")[rows]
    resources = city.resources[at]
    opens, due = (_days(needs[column]) for column in ("open_on", "due_on"))
    begins, ends = (_days(resources[column]) for column in ("valid_from", "valid_to"))
    by_kind, by_street = (
        _bits.kinds_and_items(needs, resources),
        _bits.streets(needs["street"], resources["streets"]),
    )
    tables = [
        by_kind,
        by_street,
        _bits.days(opens, ends, until=True),
        _bits.days(due, begins, until=False),
        *_bits.expressions(resources["eligible"], answers, rows),
    ]
    code, mask = _bits.masks(tables, len(rows), len(at))
    inside_code, inside = _inside(resources, limits.reserves[at], answers, rows)
    begin, mates = _by_person(person)
    place, near = _near(by_street, begin, mates, person)
    cap = limits.cap[at]
    return Ports(
        code=code,
        mask=mask,
        inside_code=inside_code,
        inside=inside,
        capacity=limits.capacity[at],
        general=limits.general[at],
        cap=cap,
        capped=_bits.packed_rows((cap < NO_LIMIT)[None], mask.shape[1])[0],
        place=place,
        near=near,
        person=person.astype(np.int32),
        mates_begin=begin,
        mates=mates,
        had_begin=had[0],
        had_resource=had[1],
        had_count=had[2],
    )


def _inside(
    resources: pl.DataFrame, reserves: np.ndarray, answers: _bits.Answers, rows: Ints
) -> tuple[Codes, np.ndarray]:
    if not reserves.any():
        width = -(-resources.height // WORD)
        return np.empty((len(rows), 0), np.int32), np.zeros((1, width), np.uint64)
    texts = pl.Series(
        [
            text if kept else ""
            for text, kept in zip(resources["reserved_for"], reserves, strict=True)
        ],
        dtype=pl.String,
    )
    tables = list(_bits.expressions(texts, answers, rows))
    return _bits.masks(tables, len(rows), resources.height)


def _by_person(person: Ints) -> tuple[Codes, Codes]:
    """Where each person's needs begin, and the needs one person after the other."""
    order = np.argsort(person, kind="stable").astype(np.int32)
    begin = np.concatenate([[0], np.cumsum(np.bincount(person))]).astype(np.int32)
    return begin, order


def _near(by_street: _bits.Table, begin: Codes, mates: Codes, person: Ints) -> tuple[Codes, Codes]:
    """The place of each need, and the near words of each place.

    A place is a street; the last one is that of people whose needs are in several streets.
    """
    street, allowed = by_street
    used = np.ones((len(allowed) + 1, -(-allowed.shape[1] // WORD)), np.bool_)
    used[:-1] = _bits.packed_rows(allowed, used.shape[1]) != 0
    lowest = np.minimum.reduceat(street[mates], begin[:-1])
    highest = np.maximum.reduceat(street[mates], begin[:-1])
    place = np.where(lowest == highest, lowest, len(allowed))[person]
    return place.astype(np.int32), np.array([_two_spans(row) for row in used], np.int32)


def _two_spans(used: Flags) -> tuple[int, int, int, int]:
    """Where two spans begin and end that hold all words in use, cut at the widest gap."""
    words = np.flatnonzero(used)
    if not len(words):
        return 0, 0, 0, 0
    gaps = np.diff(words)
    cut = int(np.argmax(gaps)) if len(gaps) else 0
    if not len(gaps) or gaps[cut] == 1:
        return int(words[0]), int(words[-1]) + 1, 0, 0
    return int(words[0]), int(words[cut]) + 1, int(words[cut + 1]), int(words[-1]) + 1


def _had(before: Before, people: Ints, resources: Ints) -> tuple[Codes, Codes, Ints]:
    """What people of the group had from its resources before, by person."""
    here = np.isin(before.person, people) & np.isin(before.resource, resources)
    person = np.searchsorted(people, before.person[here])
    place = np.argsort(resources)
    resource = place[np.searchsorted(resources, before.resource[here], sorter=place)]
    order = np.lexsort((resource, person))
    begin = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=len(people)))])
    return begin.astype(np.int32), resource[order].astype(np.int32), before.quantity[here][order]


def _days(column: pl.Series) -> Ints:
    return column.cast(pl.Int32).cast(pl.Int64).to_numpy()
