"""Who lives together: one household a day, one head at a time, whoever writes at the same moment."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.finding import find
from shanqiao.apps.residents.households import (
    CannotChangeHousehold,
    change_head,
    dissolve_household,
    form_household,
    join_household,
    leave_household,
)
from shanqiao.apps.residents.models import Household, Membership, Resident
from shanqiao.apps.residents.queries import household_of
from tests.factories import NOON, TODAY, a_resident, a_social_worker

from .crowd import all_at_once

YEAR = date(2020, 1, 1)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def family(worker):
    return [
        a_resident(worker=worker, name=name, sex=sex)
        for name, sex in [("黄伟强", "male"), ("陈秀兰", "female"), ("黄志豪", "male")]
    ]


def a_home(family, worker, on=YEAR, **facts):
    head, *others = family
    relations = zip(others, ("spouse", "child"), strict=False)
    return form_household(head=head, members=list(relations), on=on, by=worker, at=NOON, **facts)


def relations_of(household, *, on=TODAY):
    rows = household.memberships.filter(since__lte=on).exclude(until__lte=on)
    return {row.resident.name: row.relation for row in rows}


@pytest.mark.django_db
def test_people_form_a_household_with_a_head(worker, family):
    home = a_home(family, worker, address="沙面大街1号", phone="81234567")

    assert relations_of(home) == {"黄伟强": "head", "陈秀兰": "spouse", "黄志豪": "child"}
    assert household_of(family[2]).household == home
    assert Entry.objects.filter(act="residents.join_household").count() == 3
    mine = Resident.objects.all()
    assert {one.resident.name for one in find("81234567", among=mine, first=9)} == {
        "黄伟强", "陈秀兰", "黄志豪",
    }  # fmt: skip


@pytest.mark.django_db
def test_nobody_is_in_two_households_on_one_day(worker, family):
    a_home(family, worker)
    other = a_resident(worker=worker, name="李国华")

    with pytest.raises(CannotChangeHousehold, match="leave that one first"):
        form_household(head=other, members=[(family[2], "child")], on=TODAY, by=worker, at=NOON)
    assert Household.objects.count() == 1

    leave_household(membership=household_of(family[2]), on=TODAY, by=worker, at=NOON)
    home = form_household(head=other, members=[(family[2], "kin")], on=TODAY, by=worker, at=NOON)
    assert relations_of(home)["黄志豪"] == "kin"


@pytest.mark.django_db
def test_last_years_household_is_not_written_over_this_years(worker, family):
    a_home(family, worker, on=YEAR)
    other = a_resident(worker=worker, name="李国华")
    before = form_household(head=other, on=YEAR - timedelta(days=400), by=worker, at=NOON)

    with pytest.raises(CannotChangeHousehold, match="another household in these days"):
        join_household(
            household=before,
            resident=family[0],
            relation="kin",
            on=YEAR - timedelta(days=30),
            by=worker,
            at=NOON,
        )


@pytest.mark.django_db
def test_another_head_and_what_the_others_are_to_them(worker, family):
    home = a_home(family, worker)
    wife = family[1]

    change_head(
        household=home,
        head=wife,
        relations={family[0].pk: "spouse"},
        on=TODAY,
        by=worker,
        at=NOON,
    )

    assert relations_of(home) == {"黄伟强": "spouse", "陈秀兰": "head", "黄志豪": "not_said"}
    assert relations_of(home, on=TODAY - timedelta(days=1))["黄伟强"] == "head"


@pytest.mark.django_db
def test_the_head_is_a_member(worker, family):
    home = a_home(family, worker)

    with pytest.raises(CannotChangeHousehold, match="Only a member"):
        change_head(
            household=home,
            head=a_resident(worker=worker, name="李国华"),
            relations={},
            on=TODAY,
            by=worker,
            at=NOON,
        )


@pytest.mark.django_db
def test_a_second_head_is_refused(worker, family):
    home = a_home(family, worker)

    with pytest.raises(CannotChangeHousehold, match="one head at a time"):
        join_household(
            household=home,
            resident=a_resident(worker=worker, name="李国华"),
            relation="head",
            on=TODAY,
            by=worker,
            at=NOON,
        )


@pytest.mark.django_db
def test_the_last_who_leaves_ends_the_household(worker, family):
    home = a_home(family[:1], worker)

    leave_household(membership=household_of(family[0]), on=TODAY, by=worker, at=NOON)

    home.refresh_from_db()
    assert home.dissolved_on == TODAY
    with pytest.raises(CannotChangeHousehold, match="form a new one"):
        join_household(
            household=home, resident=family[1], relation="kin", on=TODAY, by=worker, at=NOON
        )


@pytest.mark.django_db
def test_a_dissolved_household_lets_everybody_go(worker, family):
    home = a_home(family, worker)

    dissolve_household(household=home, on=TODAY, by=worker, at=NOON)

    assert relations_of(home) == {}
    assert household_of(family[0]) is None
    with pytest.raises(CannotChangeHousehold, match="dissolved before"):
        dissolve_household(household=home, on=TODAY, by=worker, at=NOON)


@pytest.mark.django_db
def test_nobody_leaves_before_they_came(worker, family):
    a_home(family, worker, on=TODAY)

    with pytest.raises(CannotChangeHousehold, match="before they came"):
        leave_household(
            membership=household_of(family[1]), on=TODAY - timedelta(days=1), by=worker, at=NOON
        )


@pytest.mark.django_db
def test_nothing_is_written_down_of_days_to_come(worker, family):
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(CannotChangeHousehold, match="not come yet"):
        a_home(family, worker, on=tomorrow)
    home = a_home(family, worker)
    with pytest.raises(CannotChangeHousehold, match="not come yet"):
        dissolve_household(household=home, on=tomorrow, by=worker, at=NOON)


@pytest.mark.django_db
def test_the_database_itself_says_no(worker, family):
    home, other = a_home(family, worker), a_home([a_resident(worker=worker)], worker)

    for wrong in (
        {"household": other, "resident": family[0], "relation": "kin"},
        {"household": home, "resident": a_resident(worker=worker), "relation": "head"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(since=TODAY, **wrong)


@pytest.mark.usefixtures("committed")
def test_two_stations_put_one_person_into_two_households_at_once():
    first, second = a_social_worker(), a_social_worker()
    child = a_resident(worker=first, name="黄志豪")
    heads = [a_resident(worker=w, name=n) for w, n in ((first, "黄伟强"), (second, "黄伟明"))]

    outcomes = all_at_once(
        [
            lambda h=h, w=w: form_household(
                head=h, members=[(child, "child")], on=TODAY, by=w, at=NOON
            )
            for h, w in zip(heads, (first, second), strict=True)
        ]
    )

    assert sorted(type(x).__name__ for x in outcomes) == ["CannotChangeHousehold", "Household"]
    assert Membership.objects.filter(resident=child).count() == 1


@pytest.mark.usefixtures("committed")
def test_past_the_actions_the_constraint_alone_lets_one_in():
    worker = a_social_worker()
    child = a_resident(worker=worker, name="黄志豪")
    homes = [a_home([a_resident(worker=worker)], worker) for _ in range(2)]

    def put(home):
        def press():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO residents_membership (household_id, resident_id, relation, since) "
                    "VALUES (%s, %s, 'kin', '2026-01-01')",
                    [home.pk, child.pk],
                )

        return press

    outcomes = all_at_once([put(home) for home in homes])

    assert sum(x is None for x in outcomes) == 1
    assert Membership.objects.filter(resident=child).count() == 1


@pytest.mark.usefixtures("committed")
def test_two_heads_at_once_are_one():
    worker = a_social_worker()
    family = [a_resident(worker=worker, name=n) for n in ("黄伟强", "黄志豪", "黄志明")]
    home = a_home(family, worker, on=YEAR)

    outcomes = all_at_once(
        [
            lambda h=h: change_head(
                household=home, head=h, relations={}, on=TODAY, by=worker, at=NOON
            )
            for h in family[1:]
        ]
    )

    heads = home.memberships.filter(relation="head").exclude(until__lte=TODAY)
    assert heads.get().resident in family[1:]
    assert all(x is None for x in outcomes)  # the second took over from the first, the same day
