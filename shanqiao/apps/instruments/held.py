"""Which instruments there are: those that come with shanqiao, and those the city brought in."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.needs.kinds import Kind, unit_of
from shanqiao.data.instruments import instrument_files
from shanqiao.engines.assessing import CannotReadInstrument, Fault, Instrument, read_instrument

from .models import Edition

SEVERITY = "severity_"  # and the kind of need: the instrument, and its scale


@dataclass(frozen=True)
class Held:
    """An instrument with the text it was read from."""

    instrument: Instrument
    text: str
    digest: str
    of_the_city: bool


def held_all():
    """Every version of every instrument, the newest of each first, in the order of their codes."""
    brought = Edition.objects.filter(brought_by__isnull=False)
    city = [_held(row.text, of_the_city=True) for row in brought]
    versions = sorted([*_shipped(), *city], key=lambda held: held.instrument.version, reverse=True)
    versions.sort(key=lambda held: held.instrument.since, reverse=True)
    return sorted(versions, key=lambda held: _place(held.instrument))


def in_force(*, on):
    """{code: the version of the instrument that is used on a day}."""
    found = {}
    for held in held_all():
        if held.instrument.since <= on:
            found.setdefault(held.instrument.code, held)
    return found


def read_of(edition):
    """The instrument of an edition, as its sittings were asked."""
    return _read(edition.text)


def check_file(text):
    """The instrument of a file that a city brings in, as far as this city can use it.

    Raises:
        CannotReadInstrument: with every fault and its line.
    """
    read = read_instrument(text)
    faults = _faults_here(read, text)
    if faults:
        raise CannotReadInstrument(tuple(sorted(faults, key=lambda fault: fault.line)))
    return read


def _faults_here(read, text):
    """What the engine cannot know: our kinds of need, their units, and our crises."""
    lines = text.splitlines()
    heads = {
        table: [n + 1 for n, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
        for table in ("needs", "dangers")
    }
    faults = []
    for n, need in enumerate(read.needs):
        line, where = heads["needs"][n], f"needs {n + 1}"
        if need.kind not in Kind.values or need.kind == Kind.GOODS:
            kinds = ", ".join(kind for kind in Kind.values if kind != Kind.GOODS)
            faults.append(
                Fault(line, where, f"需求类别只能是：{kinds}。", f"the kind is one of: {kinds}")
            )
        elif need.unit != unit_of(need.kind):
            unit = unit_of(need.kind).value
            faults.append(Fault(line, where, f"这一类的单位是 {unit}。", f"its unit is {unit}"))
    for n, danger in enumerate(read.dangers):
        if danger.kind not in Crisis.Kind.values:
            kinds = ", ".join(Crisis.Kind.values)
            faults.append(
                Fault(
                    heads["dangers"][n],
                    f"dangers {n + 1}",
                    f"危机类别只能是：{kinds}。",
                    f"the kind is one of: {kinds}",
                )
            )
    return faults


@cache
def _shipped():
    return tuple(_held(text, of_the_city=False) for text in instrument_files().values())


def _held(text, *, of_the_city):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Held(_read(text), text, digest, of_the_city)


@lru_cache(maxsize=256)
def _read(text):
    return read_instrument(text)


def _place(instrument):
    """The general ones first, those that score the severity of a need last."""
    return instrument.code.startswith(SEVERITY), instrument.code
