"""Guangzhou's places from the files in `data/guangzhou` into the places room."""

import csv
from pathlib import Path

import shanqiao.data
from shanqiao.apps.places.actions import keep_places
from shanqiao.apps.places.models import Committee, District, Street

from .place_names import committee_in_english, district_in_english, street_in_english

GUANGZHOU = Path(shanqiao.data.__file__).parent / "guangzhou"


def load_places(*, folder=GUANGZHOU):
    """Districts, streets and committees as the national list has them; loading twice changes nothing.

    Returns:
        How many of each were not known before, by the name of the table.
    """
    return keep_places(
        districts=[
            District(code=row["code"], name=row["name"], name_en=district_in_english(row["name"]))
            for row in _rows(folder / "districts.csv")
        ],
        streets=[
            Street(
                code=row["code"],
                name=row["name"],
                name_en=street_in_english(row["name"]),
                district_id=row["district_code"],
                kind=row["kind"],
            )
            for row in _rows(folder / "streets_towns.csv")
        ],
        committees=[
            Committee(
                code=row["code"],
                name=row["name"],
                name_en=committee_in_english(row["name"]),
                street_id=row["street_code"],
                kind=row["kind"],
            )
            for row in _rows(folder / "communities.csv")
        ],
    )


def _rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
