"""A city cut into groups that share no resource: kinds of help that no giver ties together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from .._before import Before, before_of
from .._edges import NO_LIMIT, Resources
from .._facts import City
from .._order import Flags, Ints
from .._parts import groups_of_kinds
from .._people import people_of
from . import _bits
from ._answers import Answers, Here
from ._conditions import Conditions, texts_of
from ._ports import ANSWERS, WORD, Codes, Ports


@dataclass(frozen=True)
class Group:
    """Needs and resources that may have to do with each other.

    Attributes:
        kinds: the kinds of help in it, joined by "|".
        needs: rows in the city, in the order in which they were asked for: their order in memory.
        resources: rows in the city, those side by side that serve the same streets (see `_ports`).
        people: the person of the city behind each person of the group, the first one met first.
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
        open_needs: (k,) rows of the needs that miss something. Who goes through them in this
            order finds in memory next what is needed next.
    """
    texts = texts_of(city.resources["eligible"], city.resources["reserved_for"])
    conditions = Conditions([*texts, ""])
    before, person = before_of(city), people_of(city.needs)[0]
    group_of_kind = groups_of_kinds(city)
    kinds = city.resources["kinds"].list.first()
    of_resource = kinds.replace_strict(group_of_kind, return_dtype=pl.Int64).to_numpy()
    kind = city.needs["kind"][open_needs]
    of_need = kind.replace_strict(group_of_kind, return_dtype=pl.Int16).to_numpy()
    by_group = np.argsort(of_need, kind="stable")
    rows, end_of = (
        open_needs[by_group],
        np.cumsum(np.bincount(of_need, minlength=len(group_of_kind))),
    )
    answers = Answers(city.needs, rows)
    first_street = city.resources["streets"].list.first().fill_null("").rank("dense").to_numpy()
    names: dict[int, list[str]] = {}
    for name, number in group_of_kind.items():
        names.setdefault(number, []).append(name)
    for number, kinds_here in sorted(names.items()):
        end = int(end_of[number])
        begin = int(end_of[number - 1]) if number else 0
        needs = rows[begin:end]
        resources = np.flatnonzero(of_resource == number)
        resources = resources[np.argsort(first_street[resources], kind="stable")]
        if len(needs) and len(resources):
            people, own = _numbered(person[needs])
            ports = _ports(
                city.resources[resources],
                limits,
                resources,
                conditions,
                answers.within(begin, end),
                own,
                _had(before, people, resources),
            )
            yield Group("|".join(sorted(kinds_here)), needs, resources, people, ports)


def _ports(
    resources: pl.DataFrame,
    limits: Resources,
    at: Ints,
    conditions: Conditions,
    here: Here,
    person: Ints,
    had: tuple[Codes, Codes, Ints],
) -> Ports:
    by_street = _bits.streets(here, resources["streets"])
    tables = [
        by_street,
        _bits.kinds_and_items(here, resources),
        _bits.days(here, "open_on", resources["valid_to"], until=True),
        _bits.days(here, "due_on", resources["valid_from"], until=False),
        *conditions.tables(resources["eligible"], here),
    ]
    code, mask = _bits.masks(tables, len(person), len(at))
    inside_code, inside = _inside(resources, limits.reserves[at], conditions, here)
    begin, mates = _by_person(person)
    place, near = _near(by_street, begin, mates, person)
    cap = limits.cap[at]
    return Ports(
        facts=np.column_stack([place, np.diff(begin)[person], code, inside_code]),
        inside_from=ANSWERS + code.shape[1],
        mask=mask,
        inside=inside,
        capacity=limits.capacity[at],
        general=limits.general[at],
        cap=cap,
        capped=_bits.packed_rows((cap < NO_LIMIT)[None])[0],
        near=near,
        person=person.astype(np.int32),
        mates_begin=begin,
        mates=mates,
        had_begin=had[0],
        had_resource=had[1],
        had_count=had[2],
    )


def _inside(
    resources: pl.DataFrame, reserves: Flags, conditions: Conditions, here: Here
) -> tuple[Codes, np.ndarray]:
    if not reserves.any():
        width = -(-resources.height // WORD)
        return np.empty((len(here), 0), np.int32), np.zeros((1, width), np.uint64)
    texts = [
        text if kept else "" for text, kept in zip(resources["reserved_for"], reserves, strict=True)
    ]
    tables = list(conditions.tables(texts, here))
    return _bits.masks(tables, len(here), resources.height)


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
    used = np.ones((len(allowed) + 1, allowed.shape[1]), np.bool_)
    used[:-1] = allowed != 0
    lowest = np.minimum.reduceat(street[mates], begin[:-1])
    highest = np.maximum.reduceat(street[mates], begin[:-1])
    place = np.where(lowest == highest, lowest, len(allowed))[person]
    return place.astype(np.int32), _two_spans(used)


def _two_spans(used: Flags) -> Codes:
    """(t, 4) where two spans begin and end that hold all words in use, cut at the widest gap."""
    count, width = used.shape
    begins, last = np.argmax(used, axis=1), width - 1 - np.argmax(used[:, ::-1], axis=1)
    at = np.arange(width)
    before = np.maximum.accumulate(np.where(used, at, -1), axis=1)  # the last one in use up to here
    gap = np.where(used[:, 1:] & (before[:, :-1] >= 0), at[1:] - before[:, :-1], 0)
    cut = np.argmax(gap, axis=1) + 1 if width > 1 else np.zeros(count, np.int64)
    row = np.arange(count)
    apart = gap[row, cut - 1] > 1 if width > 1 else np.zeros(count, np.bool_)
    ends = np.where(apart, before[row, cut - 1], last) + 1
    spans = np.stack([begins, ends, np.where(apart, cut, 0), np.where(apart, last + 1, 0)], axis=1)
    spans[~used.any(axis=1)] = 0
    return spans.astype(np.int32)


def _numbered(person: Ints) -> tuple[Ints, Ints]:
    """People in the order in which they are met, and which of them each one is."""
    at = np.arange(len(person))
    first = np.empty(int(person.max(initial=-1)) + 1, np.int64)
    first[person[::-1]] = at[::-1]
    people = person[first[person] == at]
    number = np.empty(len(first), np.int64)
    number[people] = np.arange(len(people))
    return people, number[person]


def _had(before: Before, people: Ints, resources: Ints) -> tuple[Codes, Codes, Ints]:
    """What people of the group had from its resources before, by person."""
    if not len(before.person):
        nothing = np.empty(0, np.int32)
        return np.zeros(len(people) + 1, np.int32), nothing, nothing.astype(np.int64)
    here = np.isin(before.person, people) & np.isin(before.resource, resources)
    by_number = np.argsort(people)
    person = by_number[np.searchsorted(people, before.person[here], sorter=by_number)]
    place = np.argsort(resources)
    resource = place[np.searchsorted(resources, before.resource[here], sorter=place)]
    order = np.lexsort((resource, person))
    begin = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=len(people)))])
    return begin.astype(np.int32), resource[order].astype(np.int32), before.quantity[here][order]
