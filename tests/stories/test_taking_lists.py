"""A station takes in a whole list: nobody twice, nothing lost, and every doubt before a person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from shanqiao.apps.lists.actions import (
    CannotTakeList,
    allow_doubles,
    ask_an_adjudicator,
    ask_to_compare,
    ask_to_take_in,
    give_up_list,
)
from shanqiao.apps.lists.models import ListRow, PeopleList
from shanqiao.apps.lists.queries import answers_counted, became_counted, problems_of_row
from shanqiao.apps.lists.working import forget_lists
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Care, Departure, Resident
from shanqiao.apps.sameness.models import Pair
from shanqiao.stories import list_arrivals
from shanqiao.stories.list_arrivals import take_list_in
from tests.apps.numbers import a_number
from tests.factories import NOON, a_resident, a_social_worker, station_where
from tests.stories.lists_of_people import (
    AS_WRITTEN,
    HEADINGS,
    LATER,
    LIHUA,
    WEIQIANG,
    a_list,
    strangers,
    taken,
)

pytestmark = pytest.mark.django_db


def answers(people_list):
    return dict(people_list.rows.order_by("line").values_list("line", "answer"))


def test_each_row_says_whether_it_is_new_known_doubtful_twice_or_wrong():
    worker = a_social_worker()
    here = a_resident(worker=worker, **WEIQIANG)
    there = a_resident(name="何建国", born_on=date(1944, 2, 3), phone="13700002222")

    found = a_list(
        AS_WRITTEN, "何建国,男,,1944-02-03,13700002222", LIHUA, LIHUA, ",女,,,", worker=worker
    )

    assert answers(found) == {2: "here", 3: "elsewhere", 4: "new", 5: "again", 6: "wrong"}
    assert dict(found.rows.exclude(match=None).values_list("line", "match")) == {
        2: here.pk,
        3: there.pk,
    }
    assert found.rows.get(line=5).same_as == 4
    assert found.compared_at == NOON


def test_whoever_is_new_is_registered_and_whoever_is_known_is_linked():
    worker = a_social_worker()
    here = a_resident(worker=worker, **WEIQIANG)

    found = taken(a_list(AS_WRITTEN, LIHUA, LIHUA, ",女,,,", worker=worker), worker=worker)

    became = became_counted(found)
    assert [became[kind] for kind in ListRow.Became] == [1, 1, 1, 1]
    assert found.rows.get(line=2).resident == here
    new = found.rows.get(line=3).resident
    assert (new.name, new.sex, new.born_on) == ("周丽华", "female", date(1949, 8, 2))
    assert Care.objects.filter(resident=new, station=station_where(worker), until=None).exists()
    assert Resident.objects.count() == 2


def test_doubts_are_put_before_an_adjudicator_unless_the_worker_says_otherwise():
    worker = a_social_worker()
    a_resident(**WEIQIANG)
    a_resident(name="何建国", born_on=date(1944, 2, 3), phone="13700002222")
    found = a_list(AS_WRITTEN, "何建国,男,,1944-02-03,13700002222", worker=worker)
    ask_an_adjudicator(row=found.rows.get(line=3), asks=False, by=worker, at=NOON)

    taken(found, worker=worker)

    pair = Pair.objects.get()
    assert pair.why == Pair.Why.IMPORT
    assert found.rows.get(line=2).resident_id in (pair.first_id, pair.second_id)


def test_two_lines_that_may_be_one_person_are_both_taken_and_compared_by_people():
    worker = a_social_worker()

    found = taken(
        a_list("黄伟强,男,,1958-03-12,13912340987", "黄伟祥,男,,1958-03-12,", worker=worker),
        worker=worker,
    )

    assert answers(found) == {2: "new", 3: "maybe_again"}
    one, other = found.rows.order_by("line").values_list("resident", flat=True)
    assert Pair.objects.filter(first=one, second=other, why=Pair.Why.IMPORT).exists()


def test_the_same_number_is_the_same_person_wherever_they_are_known():
    worker, number = a_social_worker(), a_number(born="19580305")
    known = a_resident(name="吴志文", id_number=number)

    found = taken(a_list(f"吴志文,,{number},,", worker=worker), worker=worker)

    row = found.rows.get()
    assert (row.answer, row.became, row.resident) == ("elsewhere", "linked", known)
    assert Resident.objects.count() == 1


def test_what_the_desk_would_refuse_is_told_with_line_column_and_reason():
    worker = a_social_worker()

    found = a_list(
        "周丽华,,,,", "周丽华,女,440103195001011234,,", "周丽华,女,,1850-01-01,", worker=worker
    )

    told = [problems_of_row(row)[0] for row in found.rows.order_by("line")]
    assert [problem["column"] for problem in told] == ["gender", "id_no", "dob"]
    assert all(problem["zh"] and problem["en"] for problem in told)
    assert "440103195001011234" not in str(told)
    assert found.wrong == 3


def test_a_list_that_must_be_whole_is_refused_when_a_row_is_wrong():
    worker = a_social_worker()
    found = a_list(LIHUA, ",女,,,", worker=worker)

    with pytest.raises(CannotTakeList, match="nothing was taken in"):
        ask_to_take_in(people_list=found, whole=True, by=worker, at=LATER)

    assert Resident.objects.count() == 0


def test_too_many_doubles_stop_the_list_until_somebody_says_why():
    worker = a_social_worker()
    found = a_list(*[LIHUA] * 11, *strangers(20), worker=worker)

    assert found.is_stopped
    with pytest.raises(CannotTakeList, match="doubles or known"):
        ask_to_take_in(people_list=found, whole=False, by=worker, at=LATER)
    with pytest.raises(CannotTakeList, match="few words"):
        allow_doubles(people_list=found, why=" ", by=worker, at=LATER)

    allow_doubles(people_list=found, why="两个年度的名单合在一起", by=worker, at=LATER)
    taken(found, worker=worker)
    assert (
        Resident.objects.count()
        == answers_counted(found)["new"]
        + answers_counted(found)["maybe_again"]
        + answers_counted(found)["perhaps"]
    )
    assert Entry.objects.get(act="lists.allow_doubles").why == "两个年度的名单合在一起"


def test_the_database_itself_stops_a_list_of_doubles():
    worker = a_social_worker()
    found = a_list(*[LIHUA] * 11, *strangers(20), worker=worker)

    with pytest.raises(IntegrityError), transaction.atomic():
        PeopleList.objects.filter(pk=found.pk).update(take_asked_at=LATER, take_by=worker)


def test_few_doubles_stop_nobody():
    worker = a_social_worker()

    assert not a_list(*[LIHUA] * 9, worker=worker).is_stopped


def test_the_same_file_opens_the_list_that_is_there():
    worker = a_social_worker()
    first = taken(a_list(LIHUA, worker=worker), worker=worker)

    again = a_list(LIHUA, worker=worker, compared=False, name="同一份.csv")
    assert again.pk == first.pk

    elsewhere = a_list(LIHUA, worker=a_social_worker(), compared=False)
    assert elsewhere.pk != first.pk


def test_a_file_mended_and_handed_in_again_brings_only_who_is_missing():
    worker = a_social_worker()
    taken(a_list(LIHUA, ",女,,,", worker=worker), worker=worker)

    found = taken(a_list(LIHUA, AS_WRITTEN, worker=worker), worker=worker)

    assert answers(found) == {2: "here", 3: "new"}
    assert Resident.objects.count() == 2


def test_a_kill_between_batches_doubles_nobody(monkeypatch):
    worker = a_social_worker()
    monkeypatch.setattr(list_arrivals, "BATCH", 2)
    found = a_list(*strangers(7), worker=worker)
    ask_to_take_in(people_list=found, whole=False, by=worker, at=LATER)
    whole = list_arrivals.tell_progress

    def killed(**said):
        if said["people_list"].rows.exclude(became="").count() >= 4:
            raise SystemExit
        return whole(**said)

    with monkeypatch.context() as here:
        here.setattr(list_arrivals, "tell_progress", killed)
        with pytest.raises(SystemExit):
            take_list_in(people_list=found, at=LATER)
    assert Resident.objects.count() == 2

    take_list_in(people_list=found, at=LATER)
    take_list_in(people_list=found, at=LATER)
    found.refresh_from_db()
    assert (Resident.objects.count(), found.taken_at) == (7, LATER)


def test_a_row_stays_who_it_became():
    worker = a_social_worker()
    found = taken(a_list(LIHUA, worker=worker), worker=worker)

    with pytest.raises(Exception, match="stays_who_it_became"), transaction.atomic():
        found.rows.update(resident=a_resident(worker=worker), became="linked")


def test_another_stations_list_is_out_of_reach():
    found = a_list(LIHUA, worker=a_social_worker())
    stranger = a_social_worker()

    for act in (
        lambda: ask_to_take_in(people_list=found, whole=False, by=stranger, at=LATER),
        lambda: give_up_list(people_list=found, by=stranger, at=LATER),
        lambda: ask_to_compare(people_list=found, headings=HEADINGS, by=stranger, at=LATER),
    ):
        with pytest.raises(CannotTakeList, match="another station"):
            act()


def test_each_match_is_a_look_once():
    worker = a_social_worker()
    known = a_resident(worker=worker, **WEIQIANG)

    a_list(AS_WRITTEN, AS_WRITTEN + "1", worker=worker)

    looks = Look.objects.filter(resident=known.pk, by=worker.username, reason="same_person")
    assert looks.count() == 1


def test_the_dead_stay_on_the_list_and_nobody_begins_to_look_after_them():
    worker = a_social_worker()
    known = a_resident(worker=worker, **WEIQIANG)
    write_departure(
        resident=known, kind=Departure.Kind.DIED, on=NOON.date(), words="", by=worker, at=NOON
    )

    found = taken(a_list(AS_WRITTEN, worker=worker), worker=worker)

    assert (found.rows.get().answer, found.rows.get().became) == ("here", "left_out")
    assert Resident.objects.count() == 1


def test_what_was_written_is_gone_once_taken_in_and_the_rows_after_ninety_days():
    worker = a_social_worker()
    found = taken(a_list(LIHUA, worker=worker), worker=worker)
    assert (found.content, found.rows.get().cells) == (None, "")

    forget_lists(at=NOON + timedelta(days=89))
    assert found.rows.count() == 1
    forget_lists(at=NOON + timedelta(days=90))
    assert found.rows.count() == 0


def test_nothing_of_a_person_is_readable_in_the_tables():
    worker = a_social_worker()
    found = a_list(LIHUA, ",女,,1950-01-01,13555556666", worker=worker)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l::text || r::text FROM lists_peoplelist l JOIN lists_listrow r ON r.people_list_id = l.id"
        )
        text = str(cursor.fetchall())

    assert found.rows.count() == 2
    for secret in ("周丽华", "13600001111", "13555556666", "名单"):
        assert secret not in text and secret.encode().hex() not in text
