"""Many ask at the same moment."""

from functools import partial
from uuid import uuid4

from shanqiao.apps.inquiries.actions import revoke_key
from shanqiao.apps.inquiries.asking import CannotAsk
from shanqiao.apps.inquiries.models import DayOfAsking, Inquiry, InquiryRow, ResidentTokens
from shanqiao.apps.inquiries.resident_tokens import refresh_tokens
from tests.apps.crowd import all_at_once
from tests.factories import NOON, a_supervisor
from tests.inquiring import NOBODY, WONG, a_key, asked, wong


def test_the_limit_of_a_day_holds_among_twenty_who_ask_at_once(committed):
    handed = a_key(rows_a_day=10)

    outcomes = all_at_once([partial(asked, handed, WONG, NOBODY) for _ in range(20)])

    answered = [x for x in outcomes if isinstance(x, Inquiry)]
    refused = [x for x in outcomes if isinstance(x, CannotAsk)]
    assert (len(answered), len(refused)) == (5, 15)
    assert DayOfAsking.objects.get().rows == 10
    assert InquiryRow.objects.count() == 10
    assert "tomorrow" in str(refused[0])


def test_one_question_sent_twenty_times_at_once_is_answered_once(committed):
    handed, batch = a_key(), uuid4()

    outcomes = all_at_once([partial(asked, handed, WONG, batch=batch) for _ in range(20)])

    assert len({outcome.pk for outcome in outcomes}) == 1
    assert (DayOfAsking.objects.get().rows, InquiryRow.objects.count()) == (1, 1)


def test_tokens_made_while_a_key_is_revoked_do_not_outlive_it(committed):
    wong()
    handed, supervisor = a_key(ready=False), a_supervisor()

    all_at_once(
        [
            *[partial(refresh_tokens, key=handed.key, at=NOON) for _ in range(5)],
            partial(revoke_key, key=handed.key, why="lost", by=supervisor, at=NOON),
        ]
    )

    assert not ResidentTokens.objects.exists()
