"""An organisation asks whether its people are helped already, and learns no more than that."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from shanqiao.apps.inquiries import asking, finding
from shanqiao.apps.inquiries.actions import (
    forget_answers,
)
from shanqiao.apps.inquiries.asking import CannotAsk
from shanqiao.apps.inquiries.models import (
    AskedAbout,
    DayOfAsking,
    Inquiry,
    InquiryRow,
    ResidentTokens,
)
from shanqiao.apps.inquiries.queries import asked_about
from shanqiao.apps.inquiries.resident_tokens import refresh_tokens
from shanqiao.apps.matching.actions import release_grant
from shanqiao.apps.needs.actions import close_need
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.models import Entry
from tests.apps.sameness_factories import merged
from tests.factories import (
    NOON,
    a_grant,
    a_host,
    a_proposal,
    a_purse,
    a_resident,
    an_assessed_need,
)
from tests.inquiring import (
    NOBODY,
    WONG,
    WONG_ELSEWHERE,
    a_key,
    answers,
    asked,
    sent,
    some_ids,
    wong,
)

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


def meals_for(resident, *, granted, **facts):
    need = an_assessed_need(resident=resident, kind=Kind.MEAL, needed=60, **facts)
    if granted:
        purse = a_purse(kinds=(Kind.MEAL,), received=1_000)
        return need, a_grant(proposal=a_proposal(need=need, purse=purse, count=granted))
    return need, None


@pytest.mark.parametrize(("granted", "answer"), [(0, "no"), (20, "partly"), (60, "fully")])
def test_how_far_somebody_is_helped_is_told_in_one_word(granted, answer):
    meals_for(wong(), granted=granted)
    handed = a_key()

    inquiry = asked(handed, WONG_ELSEWHERE, NOBODY)

    assert answers(inquiry) == {1: answer, 2: "no"}
    assert (inquiry.rows, inquiry.known) == (2, 1)


def test_help_of_another_kind_or_of_other_days_is_not_told():
    resident = wong()
    meals_for(resident, granted=60, due_on=(NOON + timedelta(days=20)).date())
    handed, other_kind = a_key(), a_key(kinds=(Kind.VISIT,))
    later = NOON + timedelta(days=30)

    assert answers(asked(other_kind, WONG)) == {1: "no"}
    assert answers(asked(handed, WONG, at=later)) == {1: "no"}


def test_what_was_met_elsewhere_counts_and_what_was_taken_back_does_not():
    resident = wong()
    _need, grant = meals_for(resident, granted=20, elsewhere=40)
    handed = a_key()
    assert answers(asked(handed, WONG)) == {1: "fully"}

    release_grant(grant=grant, why="moved", by=grant.approved_by, at=NOON)

    assert answers(asked(handed, WONG)) == {1: "partly"}


def test_a_need_closed_as_a_mistake_does_not_count():
    need, _grant = meals_for(wong(), granted=60)
    close_need(need=need, why="mistake", by=need.told_to, at=NOON)

    assert answers(asked(a_key(), WONG)) == {1: "no"}


def test_a_weak_match_says_only_whom_to_ask():
    meals_for(wong(), granted=60)

    inquiry = asked(a_key(), {"name": "黄伯", "phone": WONG["phone"], "dob": "1950"})

    assert answers(inquiry) == {1: "ask"}
    assert [about.sure for about in AskedAbout.objects.all()] == [False]


def test_the_tokens_of_another_purpose_find_nothing():
    meals_for(wong(), granted=60)
    mine, others = a_key(), a_key()
    numbers, tokens = sent(WONG, token_key=others.token_key)

    inquiry = asking.ask(key=mine.key, batch=uuid4(), numbers=numbers, tokens=tokens, at=NOON)

    assert answers(inquiry) == {1: "no"}
    assert not AskedAbout.objects.exists()


def test_somebody_registered_after_the_tokens_were_made_is_found():
    handed = a_key()
    meals_for(wong(), granted=20)

    assert answers(asked(handed, WONG)) == {1: "partly"}


def test_tokens_are_made_again_only_for_whom_something_changed():
    resident, other, handed = wong(), wong(id_number=""), a_key()
    assert refresh_tokens(key=handed.key, at=NOON) == 0

    type(resident).objects.filter(pk=resident.pk).update(name="黄健强")

    assert refresh_tokens(key=handed.key, at=NOON) == 1
    assert ResidentTokens.objects.filter(resident__in=[resident, other]).count() == 2


def test_nothing_is_answered_before_the_tokens_of_the_city_are_made():
    handed = a_key(ready=False)

    with pytest.raises(CannotAsk, match="still preparing"):
        asked(handed, WONG)


# The same question again, too many, guessing


def test_the_same_question_sent_again_is_answered_the_same_and_counted_once():
    meals_for(wong(), granted=20)
    handed, batch = a_key(), uuid4()
    first = asked(handed, WONG, batch=batch)

    again = asked(handed, WONG, batch=batch, at=TOMORROW)

    assert again == first
    assert DayOfAsking.objects.get().rows == 1


def test_other_rows_under_the_same_name_are_refused():
    handed, batch = a_key(), uuid4()
    asked(handed, WONG, batch=batch)

    with pytest.raises(CannotAsk, match="Other rows"):
        asked(handed, NOBODY, batch=batch)


def test_tomorrow_one_may_ask_again():
    handed = a_key(rows_a_day=1)
    asked(handed, WONG)

    assert answers(asked(handed, WONG, at=TOMORROW)) == {1: "no"}


def test_the_limit_is_held_by_the_database():
    with pytest.raises(DatabaseError), transaction.atomic():
        DayOfAsking.objects.create(organisation=a_host(), day=NOON.date(), rows=20_001)


def test_trying_out_numbers_is_refused_and_the_refusal_tells_nothing():
    known, *invented = some_ids(asking.MOST_BARE_MISSES + 2)
    wong(id_number=known, sex="male")
    handed = a_key()
    assert answers(asked(handed, {"id_no": known})) == {1: "ask"}

    with pytest.raises(CannotAsk, match="without a name"):
        asked(handed, *({"id_no": number} for number in invented))

    for number in (known, invented[0]):  # whose number it is makes no difference any more
        with pytest.raises(CannotAsk, match="without a name"):
            asked(handed, {"id_no": number})
    assert answers(asked(handed, NOBODY)) == {1: "no"}
    assert set(Inquiry.objects.values_list("refused", flat=True)) == {"", "enumeration"}


def test_a_question_has_a_size():
    handed = a_key()

    with pytest.raises(CannotAsk, match="in parts"):
        asked(handed, *[NOBODY] * (asking.MOST_ROWS + 1))


# What stays


def test_every_question_is_on_the_record_and_on_the_residents_sheet():
    resident = wong()
    handed = a_key()

    inquiry = asked(handed, WONG, NOBODY)

    about = AskedAbout.objects.get()
    assert (about.resident, about.row.inquiry, about.sure) == (resident, inquiry, True)
    entry = Entry.objects.get(act="inquiries.ask")
    assert entry.by == handed.key.purpose.organisation.uscc


def test_answers_about_nobody_end_and_those_about_residents_stay():
    wong()
    handed, batch = a_key(), uuid4()
    asked(handed, WONG, NOBODY, batch=batch)
    later = NOON + asking.ANSWERS_LAST

    assert forget_answers(at=later) == 1

    assert [row.row for row in InquiryRow.objects.all()] == [1]
    with pytest.raises(CannotAsk, match="ended"):
        asked(handed, WONG, NOBODY, batch=batch, at=later)


def test_what_was_asked_about_a_resident_cannot_be_taken_away():
    wong()
    asked(a_key(), WONG)

    for rows in (AskedAbout, Inquiry):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        InquiryRow.objects.update(answer="no")


def test_the_tokens_of_an_expired_key_are_gone_at_night():
    wong()
    a_key(days=1)

    forget_answers(at=TOMORROW)

    assert not ResidentTokens.objects.exists()


def test_rows_are_looked_up_by_the_index_of_tokens_however_many_residents_there_are():
    with connection.cursor() as cursor:
        cursor.execute(finding._INDEX_ALONE)
        cursor.execute(f"EXPLAIN {finding._MEETING}", ["[[0, [1]]]", 1])
        way = "\n".join(line for (line,) in cursor.fetchall())

    assert "Bitmap Index Scan on inquiries_by_token" in way and "Seq Scan" not in way


def test_help_on_another_record_of_the_person_counts_and_the_question_is_on_both_sheets():
    asked_for, elsewhere = wong(), a_resident(name="李志华")
    meals_for(elsewhere, granted=60)
    handed = a_key()
    assert answers(asked(handed, WONG)) == {1: "no"}

    merged(asked_for, elsewhere)

    assert answers(asked(handed, WONG)) == {1: "fully"}
    for record in (asked_for, elsewhere):
        assert asked_about(record).count() == 2
