"""The night's comparison: as if everybody had been compared with everybody."""

from datetime import date, timedelta

import numpy as np
import pytest

from bench.registers.register import a_register
from shanqiao.apps.likeness.learning import forget, learn
from shanqiao.apps.likeness.queries import alike, to_compare
from shanqiao.apps.residents.changing import change_resident
from shanqiao.apps.residents.faces import faces_of
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.models import Pair
from shanqiao.stories.comparing import compare_the_changed, count_everybody
from tests.factories import NOON, a_resident, a_social_worker

pytestmark = pytest.mark.django_db

WEIQIANG = {"name": "黄伟强", "born_on": date(1958, 3, 12), "phone": "13912340987"}


@pytest.fixture
def worker():
    return a_social_worker()


def waiting():
    """{(first, second): probability} of what is put before people."""
    rows = Pair.objects.undecided().values_list("first", "second", "probability")
    return {(first, second): probability for first, second, probability in rows}


def from_scratch():
    """The same by comparing everybody with everybody, writing nothing."""
    found = {}
    for pk, ways in faces_of(Resident.objects.select_related("street")).items():
        for written in ways:
            for one in alike(written, beside=[pk]):
                two = (min(pk, one.resident), max(pk, one.resident))
                found[two] = max(found.get(two, 0), one.probability)
    return found


def some_people(size):
    """What a register of ``size`` rows says of people, as ``register_resident`` takes it."""
    rows = a_register(size=size, seed=101).registrations.to_dicts()
    return [
        {
            "name": row["name"][:60] or "不详",
            "sex": "female" if row["gender"] == "女" else "male",
            "born_on": born_on(row["dob"]),
            "phone": row["phone"],
            "address": row["address"],
        }
        for row in rows
    ]


def born_on(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@pytest.mark.thorough
def test_some_each_night_is_the_same_as_everybody_at_once(worker):
    people, chance, here = some_people(90), np.random.default_rng(7), []
    for night in range(3):
        here += [a_resident(worker=worker, agrees=False, **one) for one in people[night::3]]
        for number in chance.choice(len(here), size=6, replace=False):
            other = people[int(chance.integers(len(people)))]
            new = {"phone": other["phone"]} if number % 2 else {"name": other["name"]}
            change_resident(resident=here[number], by=worker, at=NOON, on=NOON.date(), **new)
        compare_the_changed(at=NOON + timedelta(days=night))

        assert waiting() == pytest.approx(from_scratch())
        assert len(waiting()) > 10 * night  # there is something to be equal about


def test_7_the_same_family_at_two_stations_is_found_each_with_themselves(worker):
    """Acceptance 7: mother, father and son, registered by another station with other writing and without the papers."""
    home = {"phone": "81234567", "address": "文德北路12号502"}
    family = [
        ("黄伟强", "黃偉強", "male", date(1958, 3, 12)),
        ("陈秀兰", "陳秀蘭", "female", date(1961, 7, 30)),
        ("黄志豪", "黄志濠", "male", date(1988, 11, 2)),
    ]
    here, there = (
        [
            a_resident(worker=at, agrees=False, name=names[number], sex=sex, born_on=born, **home)
            for *names, sex, born in family
        ]
        for number, at in enumerate((worker, a_social_worker()))
    )

    compare_the_changed(at=NOON)

    likely = {two for two, probability in waiting().items() if probability >= 0.5}
    assert likely == {(one.pk, other.pk) for one, other in zip(here, there, strict=True)}


def test_who_has_not_changed_is_not_compared_again(worker):
    a_resident(worker=worker, **WEIQIANG)
    a_resident(worker=worker, **WEIQIANG | {"name": "黃偉強"})

    assert (compare_the_changed(at=NOON), compare_the_changed(at=NOON)) == (2, 0)
    assert len(waiting()) == 1


def test_a_pair_that_is_no_longer_alike_waits_for_nobody_until_it_is_alike_again(worker):
    a_resident(worker=worker, **WEIQIANG)
    other = a_resident(worker=worker, **WEIQIANG | {"name": "黃偉強"})
    compare_the_changed(at=NOON)
    typed_wrongly = {"resident": other, "by": worker, "at": NOON, "mistaken": True, "why": "typed"}

    change_resident(name="李秀珍", phone="", **typed_wrongly)
    Resident.objects.filter(pk=other.pk).update(born_on=date(1990, 7, 7))
    change_resident(address="恩宁路3号", **typed_wrongly)
    compare_the_changed(at=NOON)
    assert waiting() == {}

    Resident.objects.filter(pk=other.pk).update(born_on=WEIQIANG["born_on"])
    change_resident(name="黄伟强", phone="13912340987", **typed_wrongly)
    compare_the_changed(at=NOON)
    assert len(waiting()) == 1


def test_where_a_home_gets_smaller_the_others_are_compared_again(worker):
    home = {"address": "恩宁路3号301", "born_on": None}
    lodgers = [
        a_resident(worker=worker, name=f"陈{chr(0x4E00 + 97 * number)}英", **home)
        for number in range(21)  # one more than an address may bring together
    ]
    compare_the_changed(at=NOON)

    change_resident(resident=lodgers[0], address="文德北路12号", by=worker, at=NOON, mistaken=True)

    assert set(to_compare(50)) == {one.pk for one in lodgers}


def test_who_was_there_before_there_were_faces_is_learnt(worker):
    one = a_resident(worker=worker, **WEIQIANG)
    other = a_resident(worker=worker, **WEIQIANG | {"name": "黃偉強"})
    forget([one.pk, other.pk])

    compare_the_changed(at=NOON)

    assert waiting().keys() == {(one.pk, other.pk)}


def test_what_is_common_in_the_city_weighs_less_after_counting(worker):
    for _ in range(30):
        a_resident(worker=worker, agrees=False, **WEIQIANG | {"phone": "", "born_on": None})
    told = {"name": "黄伟强", "station_street": "沙面街道"}
    before = alike(told, at_least=0)[0].weights["name"]

    count_everybody()

    for resident in Resident.objects.select_related("street"):
        learn(faces_of([resident]))
    assert alike(told, at_least=0)[0].weights["name"] < before - 3  # bits
