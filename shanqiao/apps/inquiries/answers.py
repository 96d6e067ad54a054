"""Is a resident helped already with what a purpose names? One word, and no more."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import with_latest_assessment
from shanqiao.apps.sameness.queries import persons_of, records_of_persons

from .models import InquiryRow

# Note [What counts as covered]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Needs of the purpose's kinds that are assessed and touch the days asked about; of each, what was granted (given or not)
# and what the assessment found met elsewhere. All of them met whole is "fully", anything of any of them "partly", nothing
# "no". What is merely proposed is not promised and does not count. A need closed as met counts
# to the end of its days; one closed for another reason does not. "No" is also the answer about somebody who
# is no resident here, so it never tells whether somebody is known to the city.

Answer = InquiryRow.Answer


def answers_about(residents, *, purpose, at):
    """The answer for each of ``residents`` (identities): what any record of their person has. See Note [What counts as covered]."""
    day = localdate(at)
    persons = persons_of(residents)
    records = records_of_persons(set(persons.values()))
    person_of_record = {record: person for person, own in records.items() for record in own}
    needs = Need.objects.filter(
        Q(closed_at=None) | Q(closed_why=Need.Closing.MET),
        resident__in=person_of_record,
        kind__in=purpose.kinds,
        open_on__lt=day + timedelta(days=purpose.days),
        due_on__gte=day,
    )
    assessed = with_latest_assessment(needs).filter(signed_at__isnull=False)
    of_person = defaultdict(list)
    for resident, needed, elsewhere, granted in assessed.values_list(
        "resident", "needed", "elsewhere", "cover__granted"
    ):
        of_person[person_of_record[resident]].append((needed, elsewhere + (granted or 0)))
    return {resident: _answer(of_person.get(persons[resident], [])) for resident in residents}


def _answer(needs):
    if needs and all(met >= needed for needed, met in needs):
        return Answer.FULLY
    return Answer.PARTLY if any(met for _needed, met in needs) else Answer.NO


def together(answers, *, sure):
    """One answer for a row that is, or may be, about several residents.

    Args:
        answers: those of the residents it may be about.
        sure: whether it surely is about each of them.
    """
    if not answers:
        return Answer.NO
    return answers[0] if sure and len(set(answers)) == 1 else Answer.ASK
