"""A row of a list as ``register_resident`` takes it, or everything that would be refused of it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from shanqiao.apps.places.models import Street
from shanqiao.apps.residents.numbers import CannotRegisterResident, read_number
from shanqiao.engines.linkage import read_one

SEX = {1: "male", 2: "female"}
LONGEST = {"name": 60, "phone": 30, "address": 200}
_TO_THE_DAY = 3  # precision of a birthday


def streets_by_name(station):
    """{as somebody may write it: street} of the district of a station."""
    found = {}
    for street in Street.objects.filter(district=station.street.district_id):
        for name in (street.name, street.name_en, street.code):
            found[_plain(name)] = street
        for end in ("街道", "街", "镇"):
            if street.name.endswith(end):
                found.setdefault(_plain(street.name.removesuffix(end)), street)
    return found


def read_row(cells, *, station, streets):
    """What ``register_resident`` would be told of a row.

    Args:
        cells: {column of a register: text}.
        streets: as `streets_by_name` gives them.

    Returns:
        (about, problems): ``about`` is None where there are problems; each is {"column", "value" (masked), "zh", "en"}.
    """
    read = read_one(cells)
    wrong = []

    def refuse(column, words):
        zh, en = in_both(words)
        wrong.append({"column": column, "value": shown(column, cells[column]), "zh": zh, "en": en})

    about = {
        "name": " ".join(cells["name"].split()),
        "phone": cells["phone"].strip(),
        "address": cells["address"].strip(),
        "id_number": cells["id_no"].strip(),
    }
    for column, longest in LONGEST.items():
        if len(about[column]) > longest:
            refuse(
                column, lambda n=longest: _("Longer than %(n)s characters. Shorten it.") % {"n": n}
            )
    if not about["name"]:
        refuse("name", lambda: _("There is no name. Write it, or take the row out."))
    about["street"] = streets.get(_plain(cells["station_street"]), station.street)
    if cells["station_street"].strip() and _plain(cells["station_street"]) not in streets:
        refuse("station_street", lambda: _("Your district has no such street or town."))
    about["born_on"] = _born_on(read, cells, refuse)
    about["sex"] = SEX.get(read["gender"], "")
    _see_number(about, cells, refuse)
    return (None, wrong) if wrong else (about, [])


def shown(column, text):
    """So much of a cell that one sees what is wrong, and too little to find somebody."""
    text = text.strip()
    if (
        column in ("gender", "station_street")
        and len(text) <= 12
        and not any(map(str.isdigit, text))
    ):
        return text
    keep = min({"name": 1, "id_no": 4, "phone": 3, "dob": 4}.get(column, 2), len(text) // 3)
    return text[:keep] + "*" * (len(text) - keep)


def in_both(words):
    """What ``words()`` says in Chinese and in English."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(str(words()))
    return said


def why_refused(attempt, *, refusals=CannotRegisterResident):
    """What stands in the way of an attempt that was refused, in the language of the moment."""
    try:
        attempt()
    except refusals as refusal:
        return str(refusal)
    return ""


def _born_on(read, cells, refuse):
    """The day as written; a year or a month alone is not enough for one and is left open."""
    written = read_one({"dob": cells["dob"]})
    if not cells["dob"].strip() or written["born_is_placeholder"]:
        return None
    day = written["born"]
    if day is None:
        refuse("dob", lambda: _("This day cannot be read. Write it like 1950-01-31."))
    elif day < date(1890, 1, 1):
        refuse("dob", lambda: _("Nobody was born so long ago. Correct the year."))
    elif written["born_precision"] == _TO_THE_DAY:
        return day
    return None


def _see_number(about, cells, refuse):
    """The number is one, and belongs to somebody of this birthday and sex; without a sex it says which."""
    column = "id_no"
    if about["id_number"]:
        sex = about["sex"] or _sex_of_number(about["id_number"])
        about["sex"] = sex
        try:
            number = read_number(about["id_number"], born_on=about["born_on"], sex=sex)
        except CannotRegisterResident:
            refuse(
                column,
                lambda: why_refused(
                    lambda: read_number(about["id_number"], born_on=about["born_on"], sex=sex)
                ),
            )
        else:
            about["born_on"] = number.born_on
            return
    if not about["sex"] and not about["id_number"]:
        refuse("gender", lambda: _("Neither sex nor identity number is given. Write 男 or 女."))


def _sex_of_number(number):
    return SEX.get(read_one({"id_no": number})["gender"], "")


def _plain(name):
    return "".join(name.split()).lower()
