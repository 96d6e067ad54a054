"""The ways in which residents are written: by each a registration elsewhere may resemble them."""

from .models import IdentityDocument, Name, PhoneNumber, Residence

_SEX = {"female": "女", "male": "男"}
MOST = 24  # ways of one resident; somebody with more has them from mistakes that were mended


def faces_of(residents):
    """How residents are written, as ``linkage.read_one`` takes it.

    What is current is the first. Each former or other name, telephone, address and identity number stands in the place of
    the current one and makes another, the newest first; telephones of stations make none.

    Returns:
        {identity: list of registrations}
    """
    pks = [resident.pk for resident in residents]
    rows = {"resident__in": pks}
    others = [
        ("name", _of(Name.objects.filter(**rows, mistaken=False), "written")),
        ("phone", _of(_phones().filter(**rows), "number")),
        ("address", _of(Residence.objects.filter(**rows, mistaken=False), "address")),
        ("id_no", _of(_numbers().filter(**rows), "number")),
    ]
    return {resident.pk: _ways(as_now(resident), others, resident.pk) for resident in residents}


def written(*, name="", sex="", born_on=None, id_number="", phone="", address="", street=None):
    """One way in which somebody is written, of what ``register_resident`` takes; what is missing counts as unknown."""
    return {
        "station_street": street.name if street else "",
        "name": name,
        "gender": _SEX.get(sex, ""),
        "id_no": id_number,
        "dob": born_on.isoformat() if born_on else "",
        "phone": phone,
        "address": address,
    }


def as_now(resident):
    """How a resident is written now."""
    columns = ("name", "sex", "born_on", "id_number", "phone", "address", "street")
    return written(**{column: getattr(resident, column) for column in columns})


def _ways(now, others, pk):
    ways = [now]
    for column, texts in others:
        ways += [
            way for text in texts.get(pk, []) if text and (way := now | {column: text}) not in ways
        ]
    return ways[:MOST]


def _of(rows, column):
    found = {}
    for row in rows.order_by("-pk"):
        found.setdefault(row.resident_id, []).append(getattr(row, column))
    return found


def _phones():
    return PhoneNumber.objects.filter(mistaken=False).exclude(whose=PhoneNumber.Whose.STATION)


def _numbers():
    return IdentityDocument.objects.filter(kind=IdentityDocument.Kind.RESIDENT_ID, mistaken=False)
