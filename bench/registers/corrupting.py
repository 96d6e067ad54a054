"""What goes wrong on the way onto paper: which kinds, how often, and where it is written down.

Each kind is a function of a few rows: it is given the dice and the rows of the registrations it was drawn for, and
answers with the column it changes. Where it cannot do what it says (a name of one character has no
two to reorder) it leaves the cell as it is, and the kind is not noted. Kinds with the same `choice`
exclude each other on one registration; the choices are made independently, in the order of the table.
"""

import numpy as np
import polars as pl

from . import spoilt_addresses, spoilt_births, spoilt_ids, spoilt_names, spoilt_phones
from .tables import table

_ROOMS = (spoilt_names, spoilt_ids, spoilt_births, spoilt_phones, spoilt_addresses)
CORRUPTIONS = {name: function for room in _ROOMS for name, function in room.KINDS.items()}
_MOST = 0.95  # of registrations are touched by one choice, however much noise there is


def corrupted(seeds, rows, noise=1.0):
    """Registrations as they come in, and what happened to each.

    Args:
        seeds: whole numbers; with them, rows and noise the outcome is fixed.
        rows: see `some_registrations`.
        noise: how often what `grows` happens, times the rate of the table.

    Returns:
        the rows, and a table rid, kind of everything that changed a cell.
    """
    notes = []
    for number, choice in enumerate(
        table("corruptions").partition_by("choice", maintain_order=True)
    ):
        dice = np.random.default_rng([*seeds, number])
        drawn = _drawn(dice, rows, choice, noise)
        for which, kind in enumerate(choice["kind"]):
            here = np.flatnonzero(drawn == which)
            field = choice["field"][which]
            some = rows[here]
            new = CORRUPTIONS[kind](dice, some).cast(pl.String)
            changed = (new != some[field]).to_numpy()
            rows = rows.with_columns(rows[field].scatter(here[changed], new.filter(changed)))
            notes.append(some.filter(changed).select("rid", kind=pl.lit(kind, pl.Enum(KIND_NAMES))))
    return rows, pl.concat(notes)


def _drawn(dice, rows, choice, noise):
    """(n,) which kind of this choice happens to each registration; their number for none."""
    rates = np.where(choice["grows"] == "yes", noise, 1.0) * choice["rate"].to_numpy()
    rates *= _MOST / max(_MOST, rates.sum())
    per_row = np.broadcast_to(rates, (rows.height, len(rates)))
    if "id_missing" in choice["kind"]:
        at = choice["kind"].to_list().index("id_missing")
        per_row = per_row.copy()
        per_row[:, at] *= rows["asks_id"].to_numpy()
    return (dice.random(rows.height)[:, None] >= per_row.cumsum(axis=1)).sum(axis=1)


KIND_NAMES = table("corruptions")["kind"].to_list()
