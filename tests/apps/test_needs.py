import pytest

from shanqiao.apps.needs.actions import (
    CannotAssessNeed,
    CannotRegisterNeed,
    assess_need,
    close_need,
    register_need,
)
from shanqiao.apps.record.models import Entry
from tests.factories import (
    NOON,
    a_need,
    a_resident,
    a_social_worker,
    an_assessed_need,
    station_where,
)

pytestmark = pytest.mark.django_db


def test_assessing_a_need_is_recorded_under_the_worker():
    need = a_need()

    assessment = assess_need(
        need=need, needed=150_000, severity=80, urgency=2, by=need.told_to, at=NOON
    )

    entry = Entry.objects.get(act="needs.assess")
    assert (entry.by, entry.subject) == (
        need.told_to.username,
        f"needs.assessment:{assessment.pk}",
    )


def test_a_closed_need_is_not_assessed():
    need = a_need()
    close_need(need=need, why="withdrawn", by=need.told_to, at=NOON)

    with pytest.raises(CannotAssessNeed, match="2026-05-06"):
        assess_need(need=need, needed=1, severity=1, urgency=0, by=need.told_to, at=NOON)


def test_one_resident_has_one_open_need_of_a_kind():
    worker = a_social_worker()
    resident = a_resident(worker=worker)
    first = a_need(worker=worker, resident=resident, kind="meal")

    with pytest.raises(CannotRegisterNeed, match="assess that one again"):
        a_need(worker=worker, resident=resident, kind="meal")

    close_need(need=first, why="met", by=worker, at=NOON)
    assert a_need(worker=worker, resident=resident, kind="meal").pk != first.pk


def test_goods_say_which_goods():
    worker = a_social_worker()

    with pytest.raises(CannotRegisterNeed, match="Say which goods"):
        register_need(
            resident=a_resident(worker=worker),
            station=station_where(worker),
            kind="goods",
            by=worker,
            at=NOON,
        )


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"needed": 0}, "how much is needed"),
        ({"needed": 10, "elsewhere": 11}, "More is met elsewhere"),
        ({"needed": 10, "severity": 101}, "0 to 100"),
        ({"needed": 10, "urgency": 3}, "0 .can wait."),
    ],
)
def test_figures_that_cannot_be_are_refused_in_words(figures, says):
    need = a_need()

    with pytest.raises(CannotAssessNeed, match=says):
        assess_need(
            **(
                {"need": need, "severity": 1, "urgency": 0, "by": need.told_to, "at": NOON}
                | figures
            )
        )

    assert not need.assessments.exists()


def test_a_second_assessment_stands_beside_the_first_and_counts():
    need = an_assessed_need(needed=100, severity=10)

    assess_need(need=need, needed=200, severity=20, urgency=0, by=need.told_to, at=NOON)

    assert [a.needed for a in need.assessments.order_by("pk")] == [100, 200]
