"""Finding a resident before registering: among one's own by anything known, in the whole city only whether there is one."""

from dataclasses import dataclass, field

from django.core import signing

from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.actions import ask_city
from shanqiao.apps.residents.finding import find, is_in_city
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.residents.queries import departures_of, holder_of, id_token
from shanqiao.engines.linkage import asked, whole_of

from .reasons import in_words

SALT = "station.register"
VALID = 8 * 60 * 60  # seconds; a working day
FIRST = 20  # residents shown; more words find fewer


@dataclass
class Search:
    """What a search found.

    Args:
        found: (resident of the station, the address part that opens them, by what they were found, whether they died or
            moved away: a Departure or None).
        asked_city: by what the city was asked: "number", "name and birthday", or "" where it was not.
        is_known: somebody in the city is known by that.
        elsewhere: the address part that opens the one elsewhere whose whole identity number was typed.
    """

    typed: str
    found: list = field(default_factory=list)
    asked_city: str = ""
    is_known: bool = False
    elsewhere: str = ""

    @property
    def name(self):
        """What was typed, where it can be the name of somebody new; numbers do not go into an address."""
        return "" if any(x.isdigit() for x in self.typed) else self.typed


def search(typed, *, station, by):
    """Look among the residents on file at ``station``; only where nobody fits, ask the city."""
    mine = Resident.objects.on_file_of(station).select_related("street")
    fitting = find(typed, among=mine, first=FIRST)
    left = departures_of([one.resident for one in fitting])
    seen = [
        (one.resident, sign(one.resident), in_words(one.why), left.get(one.resident.pk))
        for one in fitting
    ]
    if seen or not typed:
        return Search(typed, seen)
    is_known, by_what = is_in_city(typed)
    if by_what:
        ask_city(station=station, words=by_what, by=by, at=now())
    return Search(typed, [], by_what, is_known, _whole_number(typed) if is_known else "")


def _whole_number(typed):
    """Who holds the whole identity number of somebody may look after the same person: that is how cities share people."""
    wholes = [whole for word in asked(typed) if (whole := whole_of(word))]
    holder = holder_of(id_token(wholes[0])) if len(wholes) == 1 else None
    return sign(holder) if holder else ""


def sign(resident):
    """The part of an address that names a resident a search found; nobody can make one up."""
    return signing.dumps(resident.pk, salt=SALT)


def known_by(signed):
    """The identity behind the part of an address.

    Raises:
        BadSignature: made up, or from another day.
    """
    return signing.loads(signed, salt=SALT, max_age=VALID)
