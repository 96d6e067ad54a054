import pytest

from shanqiao.apps.approvals.actions import set_bands
from shanqiao.apps.approvals.models import Order
from shanqiao.apps.books.actions import key_of
from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.tracing import where_went, who_paid
from shanqiao.apps.delivery.actions import CannotPay, pay_grant
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.matching.models import Cover, Share
from shanqiao.apps.paying.batching import (
    CannotCollect,
    CannotWithdraw,
    collect_batch,
    note_download,
    withdraw_batch,
)
from shanqiao.apps.paying.models import Batch, Item, Result, ResultFile
from shanqiao.apps.paying.queries import batches_of, failed_and_free
from shanqiao.apps.paying.results import CannotTakeResults, Told, take_results
from shanqiao.apps.paying.returning import CannotReturn, take_money_back
from shanqiao.stories.checks import run_checks
from tests.factories import NOON, a_cashier, a_fund, a_grant, an_assessed_need
from tests.paying_factories import Till, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def till():
    return Till()


def take(till, batch, lines, content=b"the bank says"):
    return take_results(
        batch=batch, told=lines, name="back.csv", content=content, by=till.cashier, at=NOON
    )


def test_a_batch_pays_what_the_bank_says_it_paid_and_frees_what_failed(till):
    good, bad, slow = (till.grant() for _ in "abc")
    batch = till.batch(good, bad, slow)
    lines = {item.grant_id: item for item in batch.items.all()}

    outcomes = take(
        till,
        batch,
        [
            told(lines[good.pk], "paid", count=80_000, bank_reference="GZB 77"),
            told(lines[bad.pk], "failed", why="户名不符"),
            told(lines[slow.pk], ""),
        ],
    )

    assert [o.did for o in outcomes] == ["paid", "failed", "waiting"]
    payment = Payment.objects.get()
    assert (payment.grant, payment.reference) == (good, "GZB 77")
    till.purse.refresh_from_db()
    assert (till.purse.promised, till.purse.given) == (160_000, 80_000)
    assert Order.objects.get(failed_at__isnull=False).failed_why == "户名不符"
    [row] = batches_of([till.fund])
    assert (row.paid_count, row.failed_count, row.waiting_count) == (1, 1, 1)
    assert row.paid_total == 80_000 and failed_and_free(batch) == [bad]
    assert all(result.holds for result in run_checks(at=NOON))


def test_the_banks_answer_handed_in_again_changes_nothing(till):
    batch = till.batch(till.grant(), till.grant())
    first, second = batch.items.order_by("pk")
    lines = [told(first, "paid"), told(second, "failed", why="销户")]
    take(till, batch, lines)

    again = take(till, batch, lines)

    assert [o.did for o in again] == ["known", "known"]
    assert (Payment.objects.count(), Result.objects.count(), ResultFile.objects.count()) == (
        1,
        2,
        1,
    )


def test_lines_that_do_not_fit_are_refused_each_with_its_reason_and_stop_no_other(till):
    batch = till.batch(*(till.grant() for _ in range(4)))
    a, b, c, d = batch.items.order_by("pk")
    take(till, batch, [told(a, "paid"), told(b, "failed", why="销户")])

    outcomes = take(
        till,
        batch,
        [
            Told(line=2, reference="SQ-nobody", says="paid"),
            told(a, "failed", why="退票"),
            told(b, "paid"),
            told(c, "paid", count=1),
            told(d, "paid"),
        ],
        content=b"later",
    )

    assert [o.did for o in outcomes] == ["refused"] * 4 + ["paid"]
    assert "No line of this batch" in outcomes[0].words
    assert "came back" in outcomes[1].words and "later batch" in outcomes[2].words
    assert "amount differs" in outcomes[3].words
    assert Payment.objects.count() == 2


def test_a_follow_up_takes_up_only_what_failed(till):
    batch = till.batch(*(till.grant() for _ in range(3)))
    paid, failed, waiting = batch.items.order_by("pk")
    take(till, batch, [told(paid, "paid"), told(failed, "failed", why="销户")])

    again, left_out = collect_batch(
        fund=till.fund, grants=failed_and_free(batch), by=till.cashier, at=NOON, follows=batch
    )

    assert not left_out and again.follows == batch
    assert [item.grant_id for item in again.items.all()] == [failed.grant_id]
    assert failed_and_free(batch) == []
    with pytest.raises(CannotPay, match="on its way to the bank"):
        pay_grant(grant=failed.grant, reference="1", by=till.cashier, at=NOON)
    assert waiting.order.failed_at is None


def test_each_grant_that_cannot_be_in_a_batch_says_why(till):
    set_bands(fund=till.fund, bands=[(80_000, 1), (None, 2)], why="x", by=till.manager, at=NOON)
    good = till.grant()
    without_account, paid = till.grant(payee=False), till.grant()
    too_much = till.grant(count=80_001)
    unchecked = till.grant(payee=False)
    till.payee(resident=unchecked.need.resident, checked=False)
    pay_grant(grant=paid, reference="by hand", by=till.cashier, at=NOON)
    foreign = a_grant()

    batch, left_out = collect_batch(
        fund=till.fund,
        grants=[good, without_account, paid, too_much, unchecked, foreign],
        by=till.cashier,
        at=NOON,
    )

    assert [item.grant for item in batch.items.all()] == [good]
    why = {grant.pk: words for grant, words in left_out}
    assert "No account of this resident" in why[without_account.pk]
    assert "No account of this resident" in why[unchecked.pk]
    assert "already" in why[paid.pk] and "more people" in why[too_much.pk]
    assert "of this fund" in why[foreign.pk]


def test_nothing_to_pay_makes_no_batch(till):
    with pytest.raises(CannotCollect, match="nothing to pay"):
        collect_batch(fund=till.fund, grants=[], by=till.cashier, at=NOON)
    with pytest.raises(CannotCollect, match="Only the cashier"):
        collect_batch(fund=till.fund, grants=[till.grant()], by=till.manager, at=NOON)
    fund = a_fund()
    with pytest.raises(CannotCollect, match="from which account"):
        collect_batch(fund=fund, grants=[], by=a_cashier(fund), at=NOON)
    assert not Batch.objects.exists() and not Order.objects.exists()


def test_a_batch_is_withdrawn_only_while_nobody_has_its_file(till):
    first, second = till.batch(till.grant()), till.batch(till.grant())
    note_download(batch=second, form="csv", content=b"x", by=till.cashier, at=NOON)

    withdraw_batch(batch=first, why="wrong day", by=till.cashier, at=NOON)
    with pytest.raises(CannotWithdraw, match="took the file along"):
        withdraw_batch(batch=second, why="wrong day", by=till.cashier, at=NOON)

    assert [g.pk for g in failed_and_free(first)] == [first.items.get().grant_id]
    assert failed_and_free(second) == []


def test_only_the_cashier_of_the_fund_hands_the_answer_in(till):
    batch = till.batch(till.grant())

    for person in (till.manager, a_cashier(a_fund())):
        with pytest.raises(CannotTakeResults):
            take_results(batch=batch, told=[], name="x", content=b"x", by=person, at=NOON)


def test_the_digest_tells_one_list_from_another(till):
    first, second = till.batch(till.grant()), till.batch(till.grant())

    assert first.digest != second.digest and len(first.digest) == 64
    assert all(len(item.reference) <= 35 for item in Item.objects.all())


def test_money_that_came_back_lets_the_need_lack_it_again(till):
    need = an_assessed_need(needed=100_000)
    grant = till.grant(need=need, count=80_000)
    payment = pay_grant(grant=grant, reference="1", by=till.cashier, at=NOON)

    back = take_money_back(
        payment=payment, count=30_000, reference="R1", why="退票", by=till.cashier, at=NOON
    )

    till.purse.refresh_from_db()
    assert (till.purse.given, till.purse.free) == (50_000, 100_000_000 - 50_000)
    assert Cover.objects.get(need=need).granted == 50_000
    assert Share.objects.get(purse=till.purse).granted == 50_000
    assert back.reduction.grant == grant
    assert all(result.holds for result in run_checks(at=NOON))


def test_no_more_comes_back_than_was_paid_and_one_return_is_one(till):
    payment = pay_grant(grant=till.grant(), reference="1", by=till.cashier, at=NOON)

    def back(**facts):
        facts = {"count": 50_000, "reference": "R1", "why": "退票", "by": till.cashier} | facts
        return take_money_back(payment=payment, at=NOON, **facts)

    back()
    for facts, says in (
        ({"count": 1}, "written down already"),
        ({"count": 30_001, "reference": "R2"}, "No more comes back"),
        ({"count": 0, "reference": "R2"}, "how much came back"),
        ({"reference": " "}, "bank's reference"),
        ({"by": till.manager, "reference": "R2"}, "Only the cashier"),
    ):
        with pytest.raises(CannotReturn, match=says):
            back(**facts)
    back(count=30_000, reference="R3")
    till.purse.refresh_from_db()
    assert till.purse.given == 0


def test_what_came_back_is_followed_in_the_books(till):
    """The gift paid less for the first and is there for the second; each fen is counted once."""
    first = till.grant(count=80_000)
    payment = pay_grant(grant=first, reference="1", by=till.cashier, at=NOON)
    take_money_back(
        payment=payment, count=30_000, reference="R1", why="退票", by=till.cashier, at=NOON
    )
    second = till.grant(count=50_000)
    pay_grant(grant=second, reference="2", by=till.cashier, at=NOON)

    gift = Posting.objects.get(kind=Posting.Kind.GIFT)
    uses = [Posting.objects.get(key=key_of(f"give:grant:{g.pk}")).pk for g in (first, second)]
    went = where_went(gift.pk)
    assert went.uses == [(uses[0], 50_000), (uses[1], 50_000)]
    assert went.unused == 100_000_000 - 100_000
    assert who_paid(uses[0]) == [(gift.pk, 50_000)]
