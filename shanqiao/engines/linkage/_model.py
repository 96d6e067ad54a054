"""How much each likeness weighs: data, read from a file, with where it comes from.

One file of JSON (``shanqiao/data/linkage/``)::

    {
      "format": 1,
      "version": "chinese-2026-11",
      "profile": "chinese",                 names the fields and levels: those of LEVELS; latin: columns, and Like
      "trained": {"on": "2026-11-26", "how": "…", "from": "…", "rows": 200000, "labels": true},
      "partners": 1.1,                      other registrations of the same person that one has, on average
      "fields": {
        "name": {
          "SAME": {"m": 0.62, "u": 0.00007, "share": "name", "typical": 0.00007, "strength": 1.0},
          "LAST_DIFFERS": {"m": 0.004, "u": 0.0003},
          "UNKNOWN": null                   says nothing; a level that is left out as well
        }, …
      },
      "together": [                         what fields say together, more or less than each alone
        {"when": {"name": ["LAST_DIFFERS"], "phone": ["SAME"], "address": ["SAME"]}, "bits": -4.5}, …
      ],
      "thresholds": {"ask": 0.5, "same": 0.99, "together": 0.9}
    }

The weight of a level is log2(m / u): ``m`` the share of pairs of one person that are alike so, ``u`` of pairs of two people
drawn from the whole register (not of pairs that met by a key). Where ``share`` names one of the columns ``share_…`` of
``compare``, strength x log2(typical / share) is added; for the level of equal values typical = u and strength 1 give
log2(m / share). A share below ``rarest`` counts as that (default 0: none does). All weights and log2(partners / (n + 1000)) of a register of n registrations
add up to the odds, in bits, that a pair is one person.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from ._levels import LEVELS
from ._like import Like
from ._prepared import BACKGROUND, SHARED

FORMAT = 1
LATIN = "latin"
STANDARD = "chinese-2026-11.json"


class CannotReadModel(ValueError):
    """The file is no model of ours, or says what cannot be."""


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """How often pairs are alike so.

    Args:
        m, u: share among pairs of one person, and among pairs of two.
        share: one of ``SHARED`` by which the weight is corrected, or "".
        typical: the share at which the correction is nothing.
        strength: how much of the correction counts; 1 is all.
        rarest: a share below it counts as it.
    """

    m: float
    u: float
    share: str = ""
    typical: float = 1.0
    strength: float = 0.0
    rarest: float = 0.0

    @property
    def bits(self) -> float:
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class Together:
    """What some levels of several fields add to their own weights, in bits."""

    when: Mapping[str, tuple[str, ...]]
    bits: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities: from ``ask`` on a person is asked, from ``same`` on a pair is one person without asking, and from
    ``together`` on registrations are put into one cluster."""

    ask: float
    same: float
    together: float


@dataclass(frozen=True)
class Model:
    """What was learnt; see the top of this file."""

    version: str
    profile: str
    trained: Mapping[str, Any]
    partners: float
    fields: Mapping[str, Mapping[str, LevelWeight]]
    together: tuple[Together, ...] = ()
    thresholds: Thresholds = field(default=Thresholds(0.5, 0.99, 0.5))

    def prior_bits(self, rows: int) -> float:
        """The odds, in bits, that two registrations of a register of so many are one person.

        As for shares, it is seen beside ``BACKGROUND`` registrations of others, so that a short list is not full of doubles.
        """
        share = min(0.5, self.partners / (rows + BACKGROUND))
        return math.log2(share / (1 - share))

    @cached_property
    def as_data(self) -> dict[str, Any]:
        """What its file says."""
        return {
            "format": FORMAT,
            "version": self.version,
            "profile": self.profile,
            "trained": dict(self.trained),
            "partners": self.partners,
            "fields": {
                name: {level: _weight_data(weight) for level, weight in levels.items()}
                for name, levels in self.fields.items()
            },
            "together": [
                {"when": {key: list(levels) for key, levels in one.when.items()}, "bits": one.bits}
                for one in self.together
            ],
            "thresholds": asdict(self.thresholds),
        }


def read_model(path: Path | None = None) -> Model:
    """Read a model.

    Args:
        path: its file; None for the one that comes with shanqiao.

    Raises:
        CannotReadModel: it is not there, or something in it cannot be; the message says where.
    """
    source = path or files("shanqiao").joinpath("data", "linkage", STANDARD)
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotReadModel(f"{source}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise CannotReadModel(f"{source}: is not JSON ({error})") from error
    return model_of(data, str(source))


def model_of(data: Any, source: str = "model") -> Model:
    """A model from what its file says; see ``read_model``."""
    try:
        return _model(data)
    except KeyError as error:
        raise CannotReadModel(f"{source}: {error.args[0]} is missing") from error
    except (TypeError, AttributeError) as error:
        raise CannotReadModel(f"{source}: is not built as a model is ({error})") from error
    except ValueError as error:
        raise CannotReadModel(f"{source}: {error}") from error


def write_model(model: Model, path: Path) -> None:
    """Write a model so that ``read_model`` reads the same."""
    data = model.as_data
    together = data.pop("together")
    rows = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in together)
    text = json.dumps(data, ensure_ascii=False, indent=1)[:-2]
    path.write_text(f'{text},\n "together": [\n  {rows}\n ]\n}}\n', encoding="utf-8")


def _model(data: Any) -> Model:
    if data["format"] != FORMAT:
        raise ValueError(f"format is {data['format']}, and this version reads {FORMAT}")
    profile = str(data["profile"])
    fields = {
        name: {
            level: _weight(row, f"fields.{name}.{level}", (*SHARED, name))
            for level, row in levels.items()
            if row is not None and _known(profile, name, level)
        }
        for name, levels in data["fields"].items()
    }
    together = tuple(
        _together(row, number, profile) for number, row in enumerate(data.get("together", []))
    )
    partners = float(data["partners"])
    if not (partners > 0 and math.isfinite(partners)):
        raise ValueError("partners must be above 0")
    return Model(
        str(data["version"]),
        profile,
        dict(data["trained"]),
        partners,
        fields,
        together,
        _thresholds(data["thresholds"]),
    )


def _weight(row: Mapping[str, Any], where: str, shares: tuple[str, ...]) -> LevelWeight:
    weight = LevelWeight(**row)
    for name, value in (("m", weight.m), ("u", weight.u), ("typical", weight.typical)):
        if not 0 < value <= 1:
            raise ValueError(f"{where}.{name} is {value}, and must be above 0 and at most 1")
    if weight.share and weight.share not in shares:
        raise ValueError(f"{where}.share is {weight.share}, and must be one of {', '.join(shares)}")
    return weight


def _weight_data(weight: LevelWeight) -> dict[str, Any]:
    data = asdict(weight)
    return data if weight.share else {"m": weight.m, "u": weight.u}


def _together(row: Mapping[str, Any], number: int, profile: str) -> Together:
    when = {name: tuple(levels) for name, levels in row["when"].items()}
    for name, levels in when.items():
        for level in levels:
            _known(profile, name, level)
    bits = float(row["bits"])
    if not math.isfinite(bits):
        raise ValueError(f"together.{number}.bits is {bits}")
    return Together(when, bits)


def _thresholds(row: Mapping[str, float]) -> Thresholds:
    found = Thresholds(**row)
    if not 0 <= found.ask <= found.same <= 1 or not 0 <= found.together <= 1:
        raise ValueError("thresholds must be probabilities, and ask at most same")
    return found


def _known(profile: str, name: str, level: str) -> bool:
    if profile == LATIN:  # its fields are columns of any name
        levels = set(Like.__members__)
    elif name in LEVELS:
        levels = {one.code.name for one in LEVELS[name]}
    else:
        raise ValueError(f"there is no field {name}")
    if level not in levels:
        raise ValueError(f"{name} has no level {level}")
    return True
