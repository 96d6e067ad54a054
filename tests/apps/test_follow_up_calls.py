import hashlib
from datetime import date

import pytest

from shanqiao.apps.paying.calling import CannotAnswer, CannotDraw, answer_call, draw_sample
from shanqiao.apps.paying.models import Drawn
from shanqiao.apps.paying.queries import estimate_of
from tests.factories import NOON, a_fund, a_manager, a_payment
from tests.paying_factories import Till

pytestmark = pytest.mark.django_db
MAY = {"first_on": date(2026, 5, 1), "last_on": date(2026, 5, 31)}


@pytest.fixture
def till():
    till = Till()
    for _ in range(20):
        a_payment(grant=till.grant(payee=False), cashier=till.cashier)
    return till


def drawn_from(till, **facts):
    facts = MAY | {"margin": 200, "confidence": 950, "seed": "s"} | facts
    return draw_sample(fund=till.fund, by=till.manager, at=NOON, **facts)


def test_anybody_draws_the_same_with_the_seed(till):
    sample = drawn_from(till, seed="of the lottery")

    keys = [d.payment_id for d in sample.drawn.order_by("place")]
    everybody = [d.payment_id for d in drawn_from(till, margin=5).drawn.all()]
    rank = {k: hashlib.sha256(f"of the lottery:{k}".encode()).hexdigest() for k in everybody}
    assert keys == sorted(everybody, key=rank.get)[: sample.size]
    listed = "\n".join(str(key) for key in sorted(everybody))
    assert sample.population_digest == hashlib.sha256(listed.encode()).hexdigest()


def test_the_more_exactly_one_wants_to_know_the_more_are_asked(till):
    sizes = [drawn_from(till, margin=margin).size for margin in (300, 200, 100, 5)]

    assert sizes == sorted(sizes) and sizes[-1] == 20 and sizes[0] < 10


def test_those_who_cannot_be_reached_widen_the_interval_and_are_not_counted(till):
    sample = drawn_from(till, margin=5)
    for place, drawn in enumerate(sample.drawn.order_by("place")):
        says = "not_reached" if place < 5 else "not_received" if place < 7 else "received"
        answer_call(drawn=drawn, says=says, by=till.manager, at=NOON)

    told = estimate_of(sample)

    assert (told.asked, told.reached, told.received, told.not_reached) == (20, 15, 13, 5)
    assert told.share == 13 / 15
    assert (told.lower, told.upper) == pytest.approx((0.5954, 0.9834), abs=1e-4)


def test_before_anybody_answers_nothing_is_said(till):
    told = estimate_of(drawn_from(till))

    assert (told.share, told.lower, told.upper) == (None, None, None)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"last_on": date(2026, 4, 1)}, "Nothing was paid"),
        ({"margin": 4}, "margin from"),
        ({"confidence": 1000}, "Confidence runs"),
    ],
)
def test_a_sample_of_nothing_or_of_no_sense_is_refused(till, facts, says):
    with pytest.raises(CannotDraw, match=says):
        drawn_from(till, **facts)


def test_strangers_neither_draw_nor_answer_and_who_paid_does_not_ask(till):
    stranger = a_manager(a_fund())
    sample = drawn_from(till)
    drawn = sample.drawn.first()
    with pytest.raises(CannotDraw, match="Only people of this fund"):
        draw_sample(
            fund=till.fund, margin=200, confidence=950, seed="s", by=stranger, at=NOON, **MAY
        )
    for person, says in ((stranger, "Only people"), (till.cashier, "You paid this grant")):
        with pytest.raises(CannotAnswer, match=says):
            answer_call(drawn=drawn, says="received", by=person, at=NOON)
    answer_call(drawn=drawn, says="received", by=till.manager, at=NOON)
    with pytest.raises(CannotAnswer, match="already"):
        answer_call(drawn=drawn, says="received", by=till.handler, at=NOON)
    assert Drawn.objects.filter(answer=None).count() == sample.size - 1
