"""Who is one person with whom, and what is asked per person instead of per record."""

from collections import defaultdict

from django.db.models import BigIntegerField, BooleanField, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from shanqiao.apps.people.queries import adjudicates
from shanqiao.apps.residents.models import Consent, Resident

from .models import Decision, Merge, Pair, SamePerson


def person_of(resident):
    """The record that stands for the person: the resident's own, or the one it stands under."""
    above = SamePerson.objects.filter(resident=resident.pk).select_related("person").first()
    return above.person if above else resident


def persons_of(residents):
    """{identity of a record: identity of its person}, for each of ``residents`` (identities)."""
    residents = set(residents)
    above = dict(
        SamePerson.objects.filter(resident__in=residents).values_list("resident_id", "person_id")
    )
    return {pk: above.get(pk, pk) for pk in residents}


def records_of(resident):
    """The identities of all records of the person ``resident`` is (one of), the person's own first."""
    person = persons_of([resident.pk])[resident.pk]
    others = SamePerson.objects.filter(person=person).order_by("resident")
    return [person, *others.values_list("resident_id", flat=True)]


def records_of_persons(persons):
    """{identity of a person: identities of all their records}."""
    records = {pk: [pk] for pk in persons}
    others = SamePerson.objects.filter(person__in=records).order_by("resident")
    for person, resident in others.values_list("person_id", "resident_id"):
        records[person].append(resident)
    return records


def person_at(path):
    """The identity of the person of the resident at ``path``; an annotation."""
    above = SamePerson.objects.filter(resident=OuterRef(path)).values("person")
    return Coalesce(Subquery(above[:1]), F(path), output_field=BigIntegerField())


class OfOnePerson(Func):
    """Is the record in the first column one of those of the second's person? Found by index, for any number of rows."""

    output_field = BooleanField()
    arity = 2

    def as_sql(self, compiler, connection, **_extra):
        (record, _), (of, _) = (compiler.compile(e) for e in self.source_expressions)
        person = f"COALESCE((SELECT above.person_id FROM sameness_sameperson AS above WHERE above.resident_id = {of}), {of})"  # noqa: S608 (columns, no values)
        others = f"SELECT beside.resident_id FROM sameness_sameperson AS beside WHERE beside.person_id = {person}"  # noqa: S608
        return f"{record} = ANY(ARRAY({others} UNION ALL SELECT {person}))", []


def person_agrees_to(purpose, *, path="resident"):
    """Whether the latest word on ``purpose``, on any record of the person at ``path``, is yes; an annotation."""
    words = Consent.objects.filter(OfOnePerson(F("resident"), OuterRef(path)), purpose=purpose)
    return Subquery(words.order_by("-at", "-id").values("given")[:1])


def latest_word_of_person(resident, purpose):
    """What the person last said about ``purpose``, on any of their records: True, False (withdrawn), or None."""
    words = Consent.objects.filter(resident__in=records_of(resident), purpose=purpose)
    return words.order_by("-at", "-id").values_list("given", flat=True).first()


def people_agreeing_to(purpose, *, among):
    """The records, of those ``among`` (identities), whose person's latest word on ``purpose`` is yes."""
    persons = persons_of(among)
    records = records_of_persons(set(persons.values()))
    person_of_record = {record: person for person, own in records.items() for record in own}
    words = Consent.objects.filter(resident__in=person_of_record, purpose=purpose)
    latest = {}
    for resident, given in words.order_by("at", "id").values_list("resident_id", "given"):
        latest[person_of_record[resident]] = given
    return {record for record, person in persons.items() if latest.get(person)}


def in_doubt(among):
    """The records, of those ``among`` (identities), whose person may be registered twice: a pair of theirs is not settled."""
    among = set(among)
    pairs = Pair.objects.in_doubt().filter(Q(first__in=among) | Q(second__in=among))
    return among & {pk for two in pairs.values_list("first_id", "second_id") for pk in two}


def may_decide(person, residents):
    """Does ``person`` have a post whose rights reach every one of ``residents`` (identities)?"""
    post = adjudicates(person)
    if post is None:
        return False
    if post.district_id is None:
        return True
    return (
        not Resident.objects.filter(pk__in=residents)
        .exclude(street__district=post.district_id)
        .exists()
    )


def edges_of(records):
    """The merges that stand among ``records`` (identities)."""
    return Merge.objects.filter(undone_at=None, first__in=records, second__in=records)


def remembered_distinct(records):
    """Pairs among ``records`` (identities) whose last word that counts is that they are two people."""
    pairs = Pair.objects.filter(first__in=records, second__in=records)
    return with_last_word(pairs).filter(last_word=Decision.Says.DISTINCT)


def with_last_word(pairs):
    """Each pair with ``last_word``: the last decision that counts, in whichever round; None where there is none."""
    counts = Q(risks=[]) | Q(confirmation__agrees=True)
    last = Decision.objects.filter(counts, pair=OuterRef("pk")).order_by("-round")
    return pairs.annotate(last_word=Subquery(last.values("says")[:1]))


def joined(records, edges):
    """Records that hang together by ``edges`` (pairs of identities), as sets; each record is in one of them."""
    beside = defaultdict(set)
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    groups, left = [], set(records)
    while left:
        group, waiting = set(), [left.pop()]
        while waiting:
            one = waiting.pop()
            group.add(one)
            waiting.extend(beside[one] - group)
        left -= group
        groups.append(group)
    return groups


def is_merged(path):
    """Is the resident at ``path`` one of several records of a person? A condition."""
    under = SamePerson.objects.filter(resident=OuterRef(path))
    above = SamePerson.objects.filter(person=OuterRef(path))
    return Q(Exists(under)) | Q(Exists(above))
