"""Which instruments there are: those that come with shanqiao, and those the city brought in."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.needs.kinds import Kind, unit_of
from shanqiao.data.instruments import instrument_files
from shanqiao.engines.assessing import Instrument, Lines, read_instrument, score

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
    """Every version of every instrument, the newest of each first, in the order of their codes.

    What the city brought in stands for a file of the same code and version that came with shanqiao later.
    """
    brought = Edition.objects.filter(brought_by__isnull=False)
    city = [_held(row.text, of_the_city=True) for row in brought]
    by_name = {(one.instrument.code, one.instrument.version): one for one in (*_shipped(), *city)}
    versions = sorted(by_name.values(), key=lambda held: held.instrument.version, reverse=True)
    versions.sort(key=lambda held: held.instrument.since, reverse=True)
    return sorted(versions, key=lambda held: _place(held.instrument))


def in_force(*, on):
    """{code: the version of the instrument that is used on a day}."""
    return current_of(held_all(), on=on)


def current_of(versions, *, on):
    """The same of versions that were asked for already, as `held_all` gives them."""
    found = {}
    for held in versions:
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
    lines = Lines(text)
    _look_whether_it_fits_here(read, lines)
    lines.raise_if_any()
    return read


def _look_whether_it_fits_here(read, lines):
    """What the engine cannot know: our kinds of need, their units, our severities, and our crises."""
    kinds = [kind for kind in Kind.values if kind != Kind.GOODS]
    for n, need in enumerate(read.needs):
        if need.kind not in kinds:
            _only(lines, "needs", n, "需求类别", kinds)
        elif need.unit != unit_of(need.kind):
            unit = unit_of(need.kind).value
            lines.say("needs", n, "unit", f"这一类的单位是 {unit}。", f"its unit is {unit}")
    for n, danger in enumerate(read.dangers):
        if danger.kind not in Crisis.Kind.values:
            _only(lines, "dangers", n, "危机类别", Crisis.Kind.values)
    if read.code.startswith(SEVERITY):
        found = [one for one in score(read, {}).scales if one.scale.code == read.code]
        if not any(
            None not in (one.low, one.high) and 0 <= one.low <= one.high <= 100 for one in found
        ):
            lines.say(
                "",
                0,
                "code",
                f"严重程度量表必须有一个名为 {read.code}、从 0 到 100 的量尺。",
                f"a severity has a scale of its own name, {read.code}, which runs from 0 to 100",
            )


def _only(lines, table, n, what, kinds):
    told = ", ".join(kinds)
    lines.say(table, n, "kind", f"{what}只能是：{told}。", f"the kind is one of: {told}")


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
