"""Finding a resident before registering: among one's own by name, in the whole city only by the full number."""

from django.core import signing

from shanqiao.apps.residents.models import Resident
from shanqiao.apps.residents.queries import id_token
from shanqiao.engines.identity import CannotReadResidentId, read_resident_id

from .filters import named_like

SALT = "station.register"
VALID = 8 * 60 * 60  # seconds; a working day
FIRST = 8  # residents shown; more letters find fewer


def found(typed, *, station):
    """What a search finds.

    Returns:
        (residents of the station with the address part that opens them, somebody known elsewhere in
        the city or None, what was understood: "nothing", "name" or "number").
    """
    if not typed:
        return [], None, "nothing"
    mine = Resident.objects.known_to(station).select_related("street")
    try:
        token = id_token(read_resident_id(typed).number)
    except CannotReadResidentId:
        alike = mine.filter(named_like(typed)).order_by("search_key", "pk")[:FIRST]
        return [(resident, sign(resident)) for resident in alike], None, "name"
    own = mine.filter(id_token=token).first()
    if own:
        return [(own, sign(own))], None, "number"
    other = Resident.objects.filter(id_token=token).first()
    return [], (other, sign(other)) if other else None, "number"


def sign(resident):
    """The part of an address that names a resident a search found; nobody can make one up."""
    return signing.dumps(resident.pk, salt=SALT)


def known_by(signed):
    """The identity behind the part of an address.

    Raises:
        BadSignature: made up, or from another day.
    """
    return signing.loads(signed, salt=SALT, max_age=VALID)
