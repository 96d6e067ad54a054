"""By what a registration finds those like it."""

import polars as pl
import pytest
from django.db import connection

from shanqiao.apps.likeness.bulk import learn_register
from shanqiao.apps.likeness.learning import count_values, forget, learn
from shanqiao.apps.likeness.models import Common, Face, Key
from shanqiao.apps.likeness.queries import alike

pytestmark = pytest.mark.django_db

WEIQIANG = {
    "name": "黄伟强",
    "gender": "男",
    "dob": "1958-03-12",
    "phone": "13912340987",
    "address": "沙面南街12号301",
    "station_street": "沙面街道",
}
STRANGER = {"name": "李秀珍", "gender": "女", "dob": "1947-11-02", "phone": "13800991234"}


def found(written, **how):
    return [one.resident for one in alike(written, **how)]


def test_one_is_found_again_in_traditional_characters_and_the_stranger_is_not():
    learn({1: [WEIQIANG]})
    learn({2: [STRANGER]})

    (likely,) = alike(WEIQIANG | {"name": "黃偉強", "phone": "", "address": ""})

    assert likely.resident == 1
    assert likely.probability > 0.5
    assert likely.levels["name"] and likely.weights["birth"] > 0


def test_who_is_changed_is_not_found_as_another():
    learn({1: [WEIQIANG]})

    assert found(WEIQIANG, beside=[1]) == []


def test_a_former_name_finds_the_resident_once():
    changed = WEIQIANG | {"name": "王志明"}
    learn({1: [changed, WEIQIANG]})

    assert found(WEIQIANG) == found(changed) == [1]
    assert Face.objects.count() == 2


def test_what_was_forgotten_or_changed_finds_nobody():
    learn({1: [WEIQIANG]})
    learn({1: [STRANGER]})
    assert (found(WEIQIANG), found(STRANGER)) == ([], [1])

    forget([1])

    assert (found(STRANGER), Face.objects.count(), Key.objects.count()) == ([], 0, 0)


def test_the_telephone_of_a_home_finds_only_who_sounds_alike():
    home = {"phone": "02083330918", "address": "恩宁路3号"}
    for number in range(1, 40):
        learn({number: [home | {"name": f"陈{chr(0x4E00 + 97 * number)}英"}]})
    learn({40: [home | WEIQIANG]})

    assert found(home | WEIQIANG, at_least=0) == [40]


def test_a_look_up_asks_the_database_once(django_assert_num_queries):
    learn({1: [WEIQIANG]})

    with django_assert_num_queries(1):
        assert found(WEIQIANG) == [1]


def test_nothing_that_was_written_can_be_read_in_the_database():
    learn({1: [WEIQIANG]})

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM likeness_face")
        content = bytes(cursor.fetchone()[0])
    plain = ("伟", "强", "13912340987", "沙面")
    for text in plain:
        for encoding in ("utf-8", "utf-32-le"):
            assert text.encode(encoding) not in content


def test_a_common_name_weighs_less_than_a_rare_one():
    crowd = [
        {"name": f"陈{chr(0x4E00 + number // 20)}{chr(0x5E00 + number % 20)}"}
        for number in range(10_000)
    ]
    rare = WEIQIANG | {"name": "黄翀翯"}
    count_values([*crowd, *[{"name": "黄伟强"}] * 300, rare])
    learn({1: [WEIQIANG]})
    learn({2: [rare]})

    common = alike(WEIQIANG, beside=[2], at_least=0)[0]
    seldom = alike(rare, beside=[1], at_least=0)[0]

    assert (common.resident, seldom.resident) == (1, 2)
    assert seldom.weights["name"] > common.weights["name"] + 4  # bits


def test_a_register_learnt_at_once_is_found_as_one_learnt_one_by_one():
    rows = [
        WEIQIANG,
        STRANGER,
        WEIQIANG | {"name": "黄志明", "dob": "1960-01-01"},
        {"name": "阿明"},
    ]
    count_values(rows)
    for number, row in enumerate(rows):
        learn({number: [row]})
    alone = kept()

    learn_register(pl.DataFrame([{"rid": n << 6, **row} for n, row in enumerate(rows)]))

    assert kept() == alone


def kept():
    """All that is kept; sealed bytes opened."""
    faces = Face.objects.order_by("resident", "number").values_list(
        "resident", "number", "layout", "content"
    )
    keys = Key.objects.order_by("token", "resident").values_list("token", "resident")
    common = Common.objects.order_by("token").values_list("token", "registrations", "of")
    return list(faces), list(keys), list(common)
