"""Who is easily taken for somebody else: the hard negatives, each kind with its groups."""

import polars as pl

from .families import CHILD, HEAD, SPOUSE
from .spoilt_births import PLACEHOLDERS
from .spoilt_ids import JUNK

NEGATIVES = {
    "twins": "born on one day in one family",
    "siblings": "share surname, a generation character and a telephone",
    "couple": "share telephone and address",
    "household": "share telephone and address, in any way related",
    "father_and_son": "share surname and the first character of the given name",
    "nursing_home": "live in one nursing home",
    "same_name_same_year": "share name, sex and year of birth",
    "same_name_one_street": "share the full name in one street or town",
    "station_phone": "are registered with the telephone of one station",
    "junk_id": "are registered with one and the same junk for a number",
    "placeholder_birthday": "are registered with one and the same placeholder, or first of January",
    "one_id": "are registered with one and the same valid number",
}


def hard_negatives(people, rows, notes):
    """Groups of registrations that share what looks like one person, and are several.

    Args:
        people: see `some_people`.
        rows: registrations as they came in, with pid.
        notes: rid, kind of every corruption.

    Returns:
        rows kind (one of NEGATIVES), group (a number within the kind), rid. Every group has at least two people.
    """
    here = rows.select("rid", "pid")
    groups = [*_of_people(people), *_of_registrations(rows, notes)]
    known = [
        (here.join(group, on="pid") if "pid" in group.columns else group.join(here, on="rid"))
        .select("rid", "pid", "group")
        .filter(pl.col("pid").n_unique().over("group") > 1)
        .select(kind=pl.lit(kind, pl.Enum(list(NEGATIVES))), group="group", rid="rid")
        for kind, group in groups
    ]
    return pl.concat(known).sort("kind", "group", "rid")


def _of_people(people):
    """Kinds that lie in the people: pid, group."""
    adults = pl.col("role").is_in([HEAD, SPOUSE])
    reached = people.filter(pl.col("phone") != "")
    at_home = reached.filter(pl.col("home") < 0)
    year = pl.col("born").dt.year()
    yield "twins", _alike(people.filter("twin"), "household")
    yield "siblings", _alike(reached.filter("marked"), "household", "phone")
    yield "couple", _alike(at_home.filter(adults), "household", "phone")
    yield "household", _alike(at_home, "household", "phone")
    yield "father_and_son", _fathers_and_sons(people)
    yield "nursing_home", _alike(people.filter(pl.col("home") >= 0), "home")
    yield "same_name_same_year", _alike(people, "name", "female", year)
    yield "same_name_one_street", _alike(people, "name", "street")


def _of_registrations(rows, notes):
    """Kinds that came with the registration: rid, group."""
    yield "station_phone", _alike(_noted(rows, notes, "phone_of_station"), "phone", key="rid")
    yield "junk_id", _alike(rows.filter(pl.col("id_no").is_in(JUNK)), "id_no", key="rid")
    first = rows.filter(pl.col("dob").is_in(PLACEHOLDERS) | pl.col("dob").str.ends_with("-01-01"))
    yield "placeholder_birthday", _alike(first, "dob", key="rid")
    yield (
        "one_id",
        _alike(
            rows.filter(pl.col("id_no").str.len_chars() == 18).filter(~pl.col("id_no").is_in(JUNK)),
            "id_no",
            key="rid",
        ),
    )


def _fathers_and_sons(people):
    """Men of one household with one surname and one first character, of whom some are children."""
    men = people.filter(~pl.col("female"), pl.col("people") == "han").with_columns(
        start=pl.col("name").str.slice(0, 2)
    )
    pairs = _alike(men, "household", "start")
    parents = pairs.join(people.filter(pl.col("role") != CHILD), on="pid", how="semi")["group"]
    return pairs.filter(pl.col("group").is_in(parents.implode()))


def _noted(rows, notes, kind):
    return rows.join(notes.filter(pl.col("kind") == kind), on="rid", how="semi")


def _alike(rows, *what, key="pid"):
    """Those that share all of this with another: key, group."""
    together = [pl.col(one) if isinstance(one, str) else one.alias("year") for one in what]
    marked = rows.select(key, *together)
    names = marked.columns[1:]
    several = marked.filter(pl.len().over(names) > 1)
    return several.select(key, group=pl.struct(names).rank("dense").cast(pl.Int64))
