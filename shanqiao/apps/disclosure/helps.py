"""Who was helped with what in which district, as tables whose small numbers are hidden."""

from collections import defaultdict
from dataclasses import dataclass

from shanqiao.apps.needs.kinds import Kind, Unit, unit_of
from shanqiao.engines.suppression import Part, Table, may_tell_once, suppress_alike

from .lists import ALL

KINDS = tuple(Kind.values)
UNITS = tuple(Unit.values)


@dataclass(frozen=True)
class Helps:
    """A month's help. A person counts once in each kind, so that rows and columns add up."""

    districts: tuple
    who: dict  # (district, kind), ALL for totals -> the people
    amounts: dict  # (district, kind) -> how much, in the unit of the kind

    @classmethod
    def of(cls, facts, *, districts):
        """Rows of ``facts.helped_in`` gathered by district and kind."""
        who, amounts = defaultdict(set), defaultdict(int)
        for resident, district, kind, _fund, unit, count in facts:
            amounts[district, kind] += count
            for place in (district, ALL):
                for what in (kind, ALL, ("unit", unit)):
                    who[place, what].add(resident)
        return cls(tuple(districts), who, amounts)

    def counts(self, kinds=KINDS, total=ALL):
        """Helps by district and kind, and the different people behind each number."""
        people = [
            [len(self.who.get((place, what), ())) for what in (*kinds, total)]
            for place in (*self.districts, ALL)
        ]
        return Table.of([row[:-1] for row in people[:-1]], people=people)

    def amounts_in(self, unit):
        """What was given in one unit, by district and kind of that unit."""
        kinds = _kinds_in(unit)
        inner = [[self.amounts.get((d, kind), 0) for kind in kinds] for d in self.districts]
        return Table.of(inner, people=self.counts(kinds, ("unit", unit)).people)

    def told(self, *, threshold, before=()):
        """What may be published.

        Args:
            before: the rows of an earlier statement; what it hid stays hidden.
        """
        parts = [
            Part(
                self.amounts_in(unit),
                self.counts(_kinds_in(unit), ("unit", unit)),
                tuple(KINDS.index(kind) for kind in _kinds_in(unit)),
                self._totals_untold(unit, before),
            )
            for unit in UNITS
        ]
        hidden, in_parts = suppress_alike(
            self.counts(),
            parts,
            threshold=threshold,
            hidden=self._cells((r["district"], r["kind"]) for r in before if r["helps"] is None),
        )
        return Told(self, hidden, dict(zip(UNITS, in_parts, strict=True)), threshold)

    def _totals_untold(self, unit, before):
        """Totals over kinds are published of money alone."""
        last = len(_kinds_in(unit))
        if unit != Unit.FEN:
            return frozenset((row, last) for row in range(len(self.districts) + 1))
        return frozenset(
            (row, last)
            for row, column in self._cells(
                (r["district"], r["kind"])
                for r in before
                if r["kind"] == ALL and r["amount"] is None
            )
        )

    def _cells(self, names):
        places, columns = (*self.districts, ALL), (*KINDS, ALL)
        return frozenset(
            (places.index(district), columns.index(kind))
            for district, kind in names
            if district in places
        )


@dataclass(frozen=True)
class Told:
    """Help as it may be published."""

    helps: Helps
    hidden: frozenset
    hidden_amounts: dict
    threshold: int

    def people(self):
        """How many different people, or None where that would say too much."""
        once = len(self.helps.who.get((ALL, ALL), ()))
        safe = may_tell_once(self.helps.counts(), self.hidden, once=once, threshold=self.threshold)
        return once if safe else None

    def units(self):
        """Units whose totals may be told elsewhere: money, and those no kind of which is hidden."""
        bottom = len(self.helps.districts)
        kept = {unit_of(KINDS[c]) for r, c in self.hidden if r == bottom and c < len(KINDS)}
        return {unit for unit in UNITS if unit == Unit.FEN or unit not in kept}

    def rows(self):
        """Row by row as the statement writes it, totals under "all"."""
        counts = self.helps.counts()
        amounts = {unit: self.helps.amounts_in(unit) for unit in UNITS}
        return [
            {
                "district": district,
                "kind": kind,
                "helps": _or_none(counts, (row, column), self.hidden),
                "amount": _or_none(amounts[unit], (row, place), self.hidden_amounts[unit]),
                "unit": unit,
            }
            for row, district in enumerate((*self.helps.districts, ALL))
            for column, kind in enumerate((*KINDS, ALL))
            for unit, place in [_place_of(kind)]
        ]


def _place_of(kind):
    """The unit a kind is counted in, and its column among the kinds of that unit; ALL is all money."""
    unit = str(Unit.FEN if kind == ALL else unit_of(kind))
    return unit, len(_kinds_in(unit)) if kind == ALL else _kinds_in(unit).index(kind)


def _kinds_in(unit):
    return [kind for kind in KINDS if unit_of(kind) == unit]


def _or_none(table, cell, hidden):
    return None if cell in hidden else table.value(cell)
