"""Whether every record has exactly one person, asked the slow way: of the merges themselves."""

from shanqiao.apps.matching.findings import unshown_doubles
from shanqiao.apps.sameness.models import Merge, Pair, SamePerson
from shanqiao.apps.sameness.pairs import is_one_person
from shanqiao.apps.sameness.queries import joined, with_last_word


def pointers_that_differ():
    """Records that do not point to the smallest of those they are merged with, or point where no merge leads."""
    edges = list(Merge.objects.filter(undone_at=None).values_list("first_id", "second_id"))
    groups = joined({pk for edge in edges for pk in edge}, edges)
    should = {pk: min(group) for group in groups for pk in group if pk != min(group)}
    pointers = list(SamePerson.objects.select_related("resident"))
    wrong = [row for row in pointers if should.get(row.resident_id) != row.person_id]
    lacking = should.keys() - {row.resident_id for row in pointers}
    return wrong + [SamePerson(resident_id=pk, person_id=should[pk]) for pk in sorted(lacking)]


def merged_and_distinct():
    """Pairs told apart whose records are one person all the same."""
    return with_last_word(Pair.objects.filter(is_one_person())).filter(last_word="distinct")


def doubles_nobody_sees():
    """Needs a person has twice over by a merge, which no finding tells of."""
    persons = dict(SamePerson.objects.values_list("resident_id", "person_id"))
    persons |= {person: person for person in persons.values()}
    return [first for first, _second in unshown_doubles(persons)]
