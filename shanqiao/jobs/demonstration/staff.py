"""Those who work in the generated city: at stations, at funds, and in supervision."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from pypinyin import lazy_pinyin

from shanqiao.apps.people.actions import admit_person, give_post
from shanqiao.apps.people.models import Person, Post
from shanqiao.apps.places.actions import open_station
from shanqiao.apps.places.models import Committee, Station, Street

from .chance import Chance
from .names import given_name, surname

FIRST_STREET = "440103006"  # 逢源街道: where the tutorial takes place


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A station with those who work there and the committees around it."""

    station: Station
    workers: tuple[Person, ...]
    committees: tuple[Committee, ...]


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who works for the funds of one host: three seats, different people."""

    handler: Person
    managers: tuple[Person, ...]
    cashier: Person


class Staff:
    """Admits invented people; a name given twice gets a number behind its letters.

    Attributes:
        passwords: by user name, of those who can be signed in as; nobody else has one.
    """

    def __init__(self, *, size, at):
        self._chance, self._at, self._seen = Chance(size.name, "staff"), at, {}
        self.passwords = {}

    def person(self, username=""):
        """Somebody between 24 and 58; who is given a user name can be signed in as."""
        chance = self._chance
        sex = chance.choice(("female", "female", "male"))
        born_on = date(self._at.year - chance.randrange(24, 58), 1, 1)
        name = surname(chance=chance) + given_name(born_on=born_on, sex=sex, chance=chance)
        letters = "".join(lazy_pinyin(name))
        nth = self._seen[letters] = self._seen.get(letters, 0) + 1
        password = None
        if username:
            password = "-".join(secrets.token_hex(2) for _ in range(3))
            self.passwords[username] = password
        username = username or (letters if nth == 1 else f"{letters}{nth}")
        return admit_person(username=username, name=name, password=password, at=self._at)

    def team(self, *, shown=False):
        """Four people of one host; of the first host those who can be signed in as."""
        names = ("handler", "manager", "manager2", "cashier") if shown else ("",) * 4
        handler, first, second, cashier = (self.person(name) for name in names)
        return Team(handler=handler, managers=(first, second), cashier=cashier)

    def supervisors(self):
        """Two people who check the work of others."""
        people = self.person("supervisor"), self.person()
        for person in people:
            give_post(person=person, role=Post.Role.SUPERVISOR, at=self._at)
        return people


def admit_adjudicators(*, staff, district, at):
    """Two people who decide whether two records are one person: of one district, and of the whole city."""
    people = staff.person("adjudicator"), staff.person("adjudicator2")
    for person, where in zip(people, (district, None), strict=True):
        give_post(person=person, role=Post.Role.ADJUDICATOR, district=where, at=at)
    return people


def open_desks(*, size, staff, at):
    """Stations in every district with their social workers, the one of the tutorial first.

    Returns:
        list of Desk.
    """
    desks = []
    committees = {}
    for committee in Committee.objects.order_by("code"):
        committees.setdefault(committee.street_id, []).append(committee)
    for nth, street in enumerate(_streets(size)):
        station = open_station(
            name=f"{street.name}社工站",
            name_en=f"{street.name_en} Social Work Station",
            street=street,
            at=at + timedelta(minutes=nth),
        )
        names = ("station", "colleague") if nth == 0 else ()
        names += ("",) * (size.workers_at_a_station - len(names))
        workers = tuple(staff.person(name) for name in names)
        for worker in workers:
            give_post(person=worker, role=Post.Role.SOCIAL_WORKER, station=station, at=at)
        desks.append(
            Desk(station=station, workers=workers, committees=tuple(committees[street.code]))
        )
    return desks


def _streets(size):
    """Streets of all districts in turn, so that a small city reaches every district too."""
    chance = Chance(size.name, "streets")
    by_district = {}
    for street in Street.objects.with_an_office().select_related("district").order_by("code"):
        by_district.setdefault(street.district_id, []).append(street)
    for streets in by_district.values():
        chance.shuffle(streets)
        streets.sort(key=lambda street: street.code != FIRST_STREET)
    in_turn = []
    for nth in range(max(map(len, by_district.values()))):
        in_turn += [streets[nth] for streets in by_district.values() if nth < len(streets)]
    in_turn.sort(key=lambda street: street.code != FIRST_STREET)
    return in_turn[: size.stations]
