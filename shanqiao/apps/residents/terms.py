"""The table of search terms, made anew from the facts; never the other way round."""

from collections import defaultdict

from shanqiao.apps.likeness.learning import learn
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.linkage import (
    PREFIXED,
    terms_of_addresses,
    terms_of_birthday,
    terms_of_name,
    terms_of_number,
    terms_of_phones,
)

from .faces import faces_of
from .models import Household, IdentityDocument, Name, PhoneNumber, Residence, SearchTerm

Fact = SearchTerm.Fact
_LENGTH = 24  # places of a token kept: 96 bits, so that no two numbers of a country share one
_NAMES = {Name.Kind.FORMER: Fact.FORMER_NAME}
_BATCH = 5_000


def kept(term):
    """(form, text) as the table keeps a term: a token, save for what is looked up by its beginning."""
    if term.form in PREFIXED:
        return int(term.form), term.text[:200]
    place = f"residents.search.{term.form.name.lower()}"
    return int(term.form), token_of(term.text, place=place)[:_LENGTH]


def rebuild_terms(*residents):
    """Whoever looks for these residents, or registers one like them, finds them by what is known now and was known before."""
    pks = [resident.pk for resident in residents]
    SearchTerm.objects.filter(resident__in=pks).delete()
    made = terms_from(residents, **_rows_of(pks))
    SearchTerm.objects.bulk_create(made, batch_size=_BATCH)
    learn(faces_of(residents))


def terms_from(residents, *, names=(), documents=(), phones=(), residences=(), homes=()):
    """The terms of these residents and of their rows, as a list of SearchTerm, none twice.

    Args:
        homes: (resident identity, address, phone) of households they belong to.
    """
    found = defaultdict(dict)  # a dict keeps the order, and each once

    def put(pk, fact, terms):
        for term in terms:
            found[pk].setdefault((fact, *kept(term)))

    for one in residents:
        put(one.pk, Fact.NAME, terms_of_name(one.name))
        put(one.pk, Fact.BORN, terms_of_birthday(one.born_on))
        put(one.pk, Fact.ID, terms_of_number(one.id_number))
    for row in names:
        fact = Fact.FORMER_NAME if row.mistaken else _NAMES.get(row.kind, Fact.OTHER_NAME)
        put(row.resident_id, fact, terms_of_name(row.written))
    for row in documents:
        own = row.kind == IdentityDocument.Kind.RESIDENT_ID
        put(row.resident_id, Fact.FORMER_ID if own else Fact.DOCUMENT, terms_of_number(row.number))
    _put_all(put, _phones(residents, phones, homes), terms_of_phones)
    _put_all(put, _addresses(residents, residences, homes), terms_of_addresses)
    return [
        SearchTerm(resident_id=pk, fact=fact, form=form, term=text)
        for pk, terms in found.items()
        for fact, form, text in terms
    ]


def _put_all(put, facts, terms_of):
    """Read many at once: reading one by one costs milliseconds each."""
    facts = [(pk, fact, text) for pk, fact, text in facts if text]
    read = terms_of([text for _pk, _fact, text in facts]) if facts else []
    for (pk, fact, _text), terms in zip(facts, read, strict=True):
        put(pk, fact, terms)


def _phones(residents, phones, homes):
    yield from ((one.pk, Fact.PHONE, one.phone) for one in residents)
    for row in phones:
        own = row.whose == PhoneNumber.Whose.OWN
        yield row.resident_id, Fact.FORMER_PHONE if own else Fact.OTHER_PHONE, row.number
    yield from ((pk, Fact.OTHER_PHONE, phone) for pk, _address, phone in homes)


def _addresses(residents, residences, homes):
    yield from ((one.pk, Fact.ADDRESS, one.address) for one in residents)
    for row in residences:
        former = row.kind == Residence.Kind.LIVING
        yield row.resident_id, Fact.FORMER_ADDRESS if former else Fact.OTHER_ADDRESS, row.address
    yield from ((pk, Fact.OTHER_ADDRESS, address) for pk, address, _phone in homes)


def _rows_of(pks):
    mine = set(pks)
    households = Household.objects.filter(memberships__resident__in=pks, memberships__until=None)
    return {
        "names": Name.objects.filter(resident__in=pks),
        "documents": IdentityDocument.objects.filter(resident__in=pks),
        "phones": PhoneNumber.objects.filter(resident__in=pks),
        "residences": Residence.objects.filter(resident__in=pks),
        "homes": [
            (pk, home.address, home.phone)
            for home in households.prefetch_related("memberships").distinct()
            for pk in (m.resident_id for m in home.memberships.all() if m.until is None)
            if pk in mine
        ],
    }
