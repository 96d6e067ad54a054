"""Pictures of this desk."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shanqiao.apps.needs.kinds import Unit
from shanqiao.www.parts.pictures import as_script

MOST = 12  # bars; more are told in the table only


@dataclass(frozen=True)
class Picture:
    """One chart with the rows of the table beneath it."""

    unit: Unit
    script: str
    rows: list  # purses
    left_out: int


def purses_drawn(purses):
    """A stacked bar per purse: given to people, what else it went for, promised, free; one picture for each unit.

    Args:
        purses: each with its ``ways``.
    """
    units = sorted({purse.unit for purse in purses}, key=lambda unit: (unit != Unit.FEN, unit))
    return [_drawn([p for p in purses if p.unit == unit], Unit(unit)) for unit in units]


def _drawn(purses, unit):
    largest = sorted(purses, key=lambda purse: (-purse.received, purse.pk))[:MOST]
    names = Counter(purse.label for purse in largest)
    option = {
        "legend": {},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "yAxis": {
            "type": "category",
            "data": [_named(purse, names) for purse in largest],
            "axisLabel": {"width": 130, "overflow": "break"},  # leaves room for bars on a phone
        },
        "xAxis": {"type": "value"},
        "series": [
            {
                "name": str(name),
                "type": "bar",
                "stack": "all",
                "data": [measure(p) for p in largest],
            }
            for name, measure in (
                (_("given"), lambda p: p.ways.given),
                *_beside(largest),
                (_("promised"), lambda p: p.promised),
                (_("free"), lambda p: p.free),
            )
        ],
    }
    data = {
        "unit": "fen" if unit == Unit.FEN else "count",
        "height": 90 + 44 * len(largest),
        "option": option,
    }
    return Picture(unit, as_script(data), purses, len(purses) - len(largest))


def _beside(purses):
    """What left these purses and is no help, where any of it did."""
    asked = (
        (_("invested"), lambda p: max(0, p.ways.invested)),
        (_("moved to other purses"), lambda p: max(0, p.ways.moved)),
        (_("for management"), lambda p: p.ways.management),
        (_("for raising money"), lambda p: p.ways.raising),
    )
    return [(name, measure) for name, measure in asked if any(map(measure, purses))]


def _named(purse, names):
    """Its name, with that of its fund where two purses are called alike."""
    return purse.label if names[purse.label] == 1 else f"{purse.label} · {purse.fund}"
