"""Whether two records are one person is decided by people, can be undone for ever, and never denies help."""

from datetime import timedelta

import pytest
from django.db import connection

from shanqiao.apps.places.models import District
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.actions import (
    CannotDecidePair,
    CannotUndoMerge,
    ask_again,
    confirm_decision,
    decide_pair,
    look_at_pair,
    undo_merge,
)
from shanqiao.apps.sameness.asking import CannotAnswer, answer_question, ask_stations
from shanqiao.apps.sameness.models import Pair, SamePerson
from shanqiao.apps.sameness.proposing import CannotProposePair, propose_pairs
from shanqiao.apps.sameness.queries import (
    person_at,
    person_of,
    records_of,
)
from tests.apps.sameness_factories import a_pair, a_worker_in, an_adjudicator, merged
from tests.factories import NOON, a_need, a_resident, a_social_worker

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def now_hold():
    """What is asked when a transaction ends is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_two_records_become_one_person_and_neither_is_rewritten():
    one, other = a_resident(name="黃偉強"), a_resident(name="黄伟强")
    before = list(Resident.objects.order_by("pk").values())

    merged(one, other)

    assert (person_of(other), person_of(one)) == (one, one)
    assert records_of(other) == records_of(one) == [one.pk, other.pk]
    assert list(Resident.objects.order_by("pk").values()) == before
    assert set(
        Resident.objects.annotate(person=person_at("pk")).values_list("person", flat=True)
    ) == {one.pk}


def test_records_of_one_person_all_point_straight_to_one():
    residents = [a_resident() for _ in range(4)]
    a, b, c, d = residents

    merged(c, d)
    merged(a, b)
    merged(b, d)

    assert dict(SamePerson.objects.values_list("resident", "person")) == {
        b.pk: a.pk, c.pk: a.pk, d.pk: a.pk,
    }  # fmt: skip
    now_hold()


def test_undoing_one_merge_parts_what_hung_together_by_it():
    a, b, c, d = (a_resident() for _ in range(4))
    merged(a, b)
    bridge = merged(b, c)
    merged(c, d)

    undo_merge(merge=bridge, why="two cards", by=an_adjudicator(), at=LATER)

    assert dict(SamePerson.objects.values_list("resident", "person")) == {b.pk: a.pk, d.pk: c.pk}
    now_hold()


def test_17_undone_a_pair_is_not_proposed_again_unless_somebody_changed():
    merge = merged()
    pair = merge.decision.pair
    row = {"first": merge.second_id, "second": merge.first_id, "probability": 0.99, "evidence": {}}
    undo_merge(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)

    remembered = propose_pairs(rows=[row], why=Pair.Why.MACHINE, at=LATER)
    waiting = Pair.objects.undecided().exists()
    Resident.objects.filter(pk=merge.first_id).update(phone="13900001111")
    again = propose_pairs(rows=[row], why=Pair.Why.MACHINE, at=LATER)

    assert (remembered.remembered, waiting, again.again) == (1, False, 1)
    assert Pair.objects.undecided().get() == pair
    pair.refresh_from_db()
    assert pair.changed == ["phone"]


def test_a_pair_put_into_the_queue_twice_is_one_pair():
    pair = a_pair(probability=0.6)

    renewed = a_pair(pair.second, pair.first, probability=0.7)

    assert (renewed, renewed.probability) == (pair, 0.7)
    assert Entry.objects.filter(act="sameness.propose").count() == 1


def test_a_record_is_no_pair_with_itself():
    resident = a_resident()

    with pytest.raises(CannotProposePair, match="two different records"):
        a_pair(resident, resident)


def test_14_a_merge_needs_rights_on_both_records():
    here, there = a_worker_in("440103001"), a_worker_in("440104001")
    pair = a_pair(a_resident(worker=here), a_resident(worker=there))
    of_one = an_adjudicator(district=District.objects.get(code="440103"))

    for act in (
        lambda: look_at_pair(pair=pair, by=of_one, at=NOON),
        lambda: decide_pair(pair=pair, says="same", why="x", by=of_one, at=NOON),
        lambda: decide_pair(pair=pair, says="same", why="x", by=here, at=NOON),
    ):
        with pytest.raises(CannotDecidePair, match="adjudicator of the city"):
            act()

    assert not Look.objects.filter(reason="same_person").exists()


def test_15_a_pair_across_districts_goes_to_who_may_decide_it():
    here, there = a_worker_in("440103001"), a_worker_in("440104001")
    within = a_pair(a_resident(worker=here), a_resident(worker=here))
    across = a_pair(a_resident(worker=here), a_resident(worker=there))
    of_one, of_city = an_adjudicator(district=District.objects.get(code="440103")), an_adjudicator()

    def queue(person):
        return set(Pair.objects.undecided().within_rights(person.posts.get()))

    assert queue(of_one) == {within}
    assert queue(of_city) == {within, across}
    assert merged(across, by=of_city)


def test_a_merge_reaches_no_record_beyond_the_rights():
    here, there = a_worker_in("440103001"), a_worker_in("440104001")
    one, other = a_resident(worker=here), a_resident(worker=here)
    merged(one, a_resident(worker=there))
    of_one = an_adjudicator(district=District.objects.get(code="440103"))

    with pytest.raises(CannotDecidePair, match="adjudicator of the city"):
        merged(one, other, by=of_one)


def test_16_the_care_of_both_stations_survives_a_merge():
    one, other = a_resident(), a_resident()
    stations = [resident.cared_for.get().station for resident in (one, other)]
    need = a_need(resident=other, worker=other.registered_by)

    merge = merged(one, other)

    for resident, station in zip((one, other), stations, strict=True):
        assert resident in Resident.objects.known_to(station)
        assert resident.cared_for.get().until is None
    assert need.resident == other
    undo_merge(merge=merge, why="two cards", by=an_adjudicator(), at=LATER)
    assert other.needs.get() == need


def test_opening_a_pair_is_a_look_at_both_and_nobody_else_opens_it():
    pair, first, second = a_pair(), an_adjudicator(), an_adjudicator()
    look_at_pair(pair=pair, by=first, at=NOON)
    look_at_pair(pair=pair, by=first, at=NOON + timedelta(minutes=5))

    assert Look.objects.filter(reason="same_person", by=first.username).count() == 2
    with pytest.raises(CannotDecidePair, match="is looking at this pair"):
        look_at_pair(pair=pair, by=second, at=NOON + timedelta(minutes=10))
    with pytest.raises(CannotDecidePair, match="is looking at this pair"):
        decide_pair(pair=pair, says="same", why="x", by=second, at=NOON)
    assert look_at_pair(pair=pair, by=second, at=LATER)


@pytest.mark.parametrize(
    ("other", "risk"),
    [
        ({"sex": "female"}, "two_sexes"),
        ({"id_number": "440103195001019010"}, "two_numbers"),
        ({"probability": 0.5}, "unlikely"),
    ],
)
def test_a_risky_merge_needs_another_person(other, risk):
    probability = other.pop("probability", 0.95)
    one = a_resident(id_number="440103195001011238") if "id_number" in other else a_resident()
    pair = a_pair(one, a_resident(**other), probability=probability)
    first, second = an_adjudicator(), an_adjudicator()

    decision, merge = decide_pair(pair=pair, says="same", why="seen", by=first, at=NOON)

    assert (decision.risks, merge) == ([risk], None)
    assert Pair.objects.waiting_for_a_second().get() == pair
    with pytest.raises(CannotDecidePair, match="You decided this yourself"):
        confirm_decision(decision=decision, agrees=True, by=first, at=NOON)
    assert not SamePerson.objects.exists()
    assert confirm_decision(decision=decision, agrees=True, by=second, at=NOON).undone_at is None
    assert SamePerson.objects.exists()


def test_a_fifth_record_needs_another_person():
    records = [a_resident() for _ in range(5)]
    for other in records[1:4]:
        merged(records[0], other)

    decision, merge = decide_pair(
        pair=a_pair(records[0], records[4]), says="same", why="x", by=an_adjudicator(), at=NOON
    )

    assert (decision.risks, merge) == (["many"], None)


def test_where_the_second_person_does_not_agree_the_pair_waits_anew():
    pair = a_pair(probability=0.5)
    decision, _none = decide_pair(pair=pair, says="same", why="x", by=an_adjudicator(), at=NOON)

    confirm_decision(decision=decision, agrees=False, why="no", by=an_adjudicator(), at=NOON)

    assert Pair.objects.undecided().get() == pair
    assert not SamePerson.objects.exists()
    with pytest.raises(CannotDecidePair, match="does not wait"):
        confirm_decision(decision=decision, agrees=True, by=an_adjudicator(), at=NOON)


def test_who_was_told_apart_is_not_joined_through_a_third():
    a, b, c = (a_resident() for _ in range(3))
    apart = a_pair(a, c)
    decide_pair(pair=apart, says="distinct", why="twins", by=an_adjudicator(), at=NOON)
    merged(a, b)

    with pytest.raises(CannotDecidePair, match="two people"):
        merged(b, c)

    ask_again(pair=apart, why="the card was found", by=an_adjudicator(), at=LATER)
    assert Pair.objects.undecided().filter(pk=apart.pk).exists()


def test_two_that_are_one_through_a_third_are_not_decided_again():
    a, b, c = (a_resident() for _ in range(3))
    implied = a_pair(a, c)
    merged(a, b)
    merged(b, c)

    assert not Pair.objects.undecided().filter(pk=implied.pk).exists()
    with pytest.raises(CannotDecidePair, match="one person already"):
        merged(implied)
    with pytest.raises(CannotDecidePair, match="one person by now"):
        decide_pair(pair=implied, says="distinct", why="x", by=an_adjudicator(), at=NOON)


def test_a_merge_is_undone_once_and_by_who_has_rights():
    merge = merged()

    with pytest.raises(CannotUndoMerge, match="outside your district"):
        undo_merge(merge=merge, why="x", by=a_social_worker(), at=LATER)
    with pytest.raises(CannotUndoMerge, match="few words"):
        undo_merge(merge=merge, why=" ", by=an_adjudicator(), at=LATER)
    undo_merge(merge=merge, why="x", by=an_adjudicator(), at=LATER)
    with pytest.raises(CannotUndoMerge, match="undone already"):
        undo_merge(merge=merge, why="x", by=an_adjudicator(), at=LATER)


def test_stations_are_asked_about_their_own_resident_alone():
    one, other = a_resident(), a_resident()
    questions = ask_stations(
        pair=a_pair(one, other), words="Is the card from before 1999?", by=an_adjudicator(), at=NOON
    )

    assert {(q.resident, q.station) for q in questions} == {
        (r, r.cared_for.get().station) for r in (one, other)
    }
    with pytest.raises(CannotAnswer, match="Another station"):
        answer_question(question=questions[0], words="yes", by=other.registered_by, at=LATER)
    answer_question(question=questions[0], words="yes", by=one.registered_by, at=LATER)
    with pytest.raises(CannotAnswer, match="already"):
        answer_question(question=questions[0], words="no", by=one.registered_by, at=LATER)
    assert Pair.objects.undecided().exists()
