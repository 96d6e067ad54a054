"""Whom a row of an old list is about: among those whom one station looks after or looked after, and nobody else."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from shanqiao.apps.residents.models import IdentityDocument, Name, PhoneNumber, Resident
from shanqiao.apps.residents.queries import id_token
from shanqiao.apps.sameness.queries import persons_of, records_of_persons
from shanqiao.engines.identity import read_resident_id
from shanqiao.engines.linkage import terms_of_name

_PLACES = 8  # of a telephone, from its end: the area may be missing

# Note [Whom a row means]
# ~~~~~~~~~~~~~~~~~~~~~~~
# What is written of a person under another's name cannot be taken back from the mind of who reads it. So a row is given to
# somebody by their identity number, if the name fits it; or by the name, in whichever writing, together with a telephone
# or the birthday. A name alone is enough only where one person of the station bears it and nothing speaks against them,
# and then somebody has to say that such rows are meant. Whoever is not found is not registered by the way: the same file
# is taken in as a list of residents first.


@dataclass(frozen=True)
class Meant:
    """The record of the station that a row is about, and whether its name alone says so; or why there is none.

    ``refused`` is (column, words), words being called in each language.
    """

    resident: int | None = None
    by_name: bool = False
    refused: tuple | None = None


class OnFile:
    """Those on file at a station, by what a row may say of them. See Note [Whom a row means]."""

    def __init__(self, station):
        rows = Resident.objects.on_file_of(station).only(
            "pk", "name", "phone", "born_on", "id_token"
        )
        self._by_name, self._by_number = defaultdict(set), defaultdict(set)
        self._names, self._phones, self._numbered = defaultdict(set), defaultdict(set), set()
        self._born = {}
        for one in rows:
            self._born[one.pk] = one.born_on
            self._call(one.pk, one.name)
            self._number(one.pk, one.id_token)
            self._phones[one.pk].add(_end_of(one.phone))
        pks = list(self._born)
        for pk, written in Name.objects.filter(resident__in=pks).values_list("resident", "written"):
            self._call(pk, written)
        phones = PhoneNumber.objects.filter(resident__in=pks)
        for row in phones.only("resident_id", "number"):
            self._phones[row.resident_id].add(_end_of(row.number))
        own = IdentityDocument.objects.filter(resident__in=pks, mistaken=False, country="")
        for pk, token in own.values_list("resident", "token"):
            self._number(pk, token)
        self._person = persons_of(pks)
        self._records = records_of_persons(set(self._person.values()))

    def records_of(self, resident):
        """The identities of all records of the person of somebody on file, the person's own first."""
        return self._records[self._person[resident]]

    def person_of(self, resident):
        return self._person[resident]

    def meant_by(self, cells):
        """`Meant` by a row.

        Args:
            cells: with ``name``, and, empty where not known, ``id_no`` (valid), ``phone``, ``dob`` (2023-05-04).
        """
        name = plain_name(cells["name"])
        token = id_token(cells["id_no"]) if cells["id_no"] else ""
        if token in self._by_number:
            return self._of_number(self._by_number[token], name)
        born = _born_on(cells)
        called = self._by_name.get(name, set())
        fit = {pk for pk in called if self._may_be(pk, token=token, born=born)}
        phone = _end_of(cells["phone"])
        sure = {
            pk
            for pk in fit
            if (born and self._born[pk] == born) or (phone and phone in self._phones[pk])
        }
        if len(self._people(sure)) == 1:
            return Meant(min(sure))
        if sure or len(self._people(fit)) > 1:
            return Meant(refused=("name", _several))
        if fit and len(self._people(called)) == 1:
            return Meant(min(fit), by_name=True)
        return Meant(refused=("name", _other if called else _nobody))

    def _of_number(self, holders, name):
        """Somebody's number, and one of their names."""
        names = set().union(*(self._names[pk] for pk in holders))
        return Meant(min(holders)) if name in names else Meant(refused=("id_no", _another_name))

    def _may_be(self, pk, *, token, born):
        """Nothing speaks against it: no number that is another, no other birthday."""
        if token and pk in self._numbered:
            return False
        return not (born and self._born[pk] and self._born[pk] != born)

    def _people(self, records):
        return {self._person[pk] for pk in records}

    def _call(self, pk, written):
        name = plain_name(written)
        self._by_name[name].add(pk)
        self._names[pk].add(name)

    def _number(self, pk, token):
        if token:
            self._by_number[token].add(pk)
            self._numbered.add(pk)


@lru_cache(maxsize=50_000)
def plain_name(written):
    """A name in one writing: simplified, without blanks; what is no name in any writing stays as it is."""
    terms = terms_of_name("".join(written.split()) if not written.isascii() else written)
    return terms[0].text if terms else "".join(written.split())


def _born_on(cells):
    if cells["id_no"]:
        return read_resident_id(cells["id_no"]).born_on
    return date.fromisoformat(cells["dob"]) if cells["dob"] else None


def _end_of(phone):
    digits = "".join(one for one in phone if one.isdigit())
    return digits[-_PLACES:] if len(digits) >= _PLACES - 1 else ""


def _nobody():
    return _(
        "Your station looks after nobody of this name. Take the same file in as a list of residents first, then hand it "
        "in here again."
    )


def _other():
    return _(
        "Whom your station knows by this name has another number or birthday. Correct the row, or take the same file in as "
        "a list of residents first."
    )


def _several():
    return _(
        "Your station looks after several people of this name. Write the identity number, the birthday or the telephone."
    )


def _another_name():
    return _("This identity number is that of somebody with another name. Correct one of the two.")
