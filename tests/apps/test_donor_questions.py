from datetime import timedelta

import pytest
from django.db import connection

from shanqiao.apps.giving.models import DonorQuestion
from shanqiao.apps.giving.queries import open_questions
from shanqiao.apps.giving.questions import CannotAnswer, answer_donor, ask_about_gift
from tests.factories import NOON, TODAY, a_person
from tests.giving import a_gift

pytestmark = pytest.mark.django_db


def a_question(**facts):
    gift = a_gift()
    return ask_about_gift(
        donor=gift.donor, gift=gift, words="我的钱用到哪里了？", by=a_person(), at=NOON, **facts
    )


def test_an_answer_is_due_within_twenty_days():
    later = a_question()
    sooner = a_question(asked_on=TODAY - timedelta(days=10))

    assert (later.due_on - later.asked_on).days == 20
    assert list(open_questions()) == [sooner, later]


def test_who_was_answered_waits_no_more_and_is_not_answered_twice():
    question = a_question()

    answer_donor(question=question, words="两位长者", told="phone", by=a_person(), at=NOON)

    assert not open_questions().exists()
    with pytest.raises(CannotAnswer, match="answered already"):
        answer_donor(question=question, words="再答", told="phone", by=a_person(), at=NOON)


def test_silence_is_no_answer():
    with pytest.raises(CannotAnswer, match="what the giver was answered"):
        answer_donor(question=a_question(), words=" ", told="letter", by=a_person(), at=NOON)


def test_what_a_giver_asks_is_sealed():
    question = a_question()

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM giving_donorquestion")
        assert "钱".encode() not in bytes(cursor.fetchone()[0])
    assert DonorQuestion.objects.get(pk=question.pk).words == "我的钱用到哪里了？"
