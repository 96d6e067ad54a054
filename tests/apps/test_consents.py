"""What residents agree to: for a purpose, with whom, until when, by whose word; and what they ask to have corrected."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from shanqiao.apps.record.models import Entry
from shanqiao.apps.residents.actions import CannotGiveConsent, give_consent, withdraw_consent
from shanqiao.apps.residents.consenting import (
    CannotAnswerCorrection,
    CannotAskForCorrection,
    answer_correction,
    ask_for_correction,
    end_consents,
)
from shanqiao.apps.residents.models import Consent, Correction, Resident
from shanqiao.apps.residents.queries import key_of, latest_word
from shanqiao.apps.sameness.sharing import consent_for, may_share
from shanqiao.stories.own_sheet import consents_that_hold
from tests.apps.sameness_factories import merged
from tests.factories import NOON, TODAY, a_document, a_host, a_resident, a_social_worker

pytestmark = pytest.mark.django_db
SHARING, HELP = Consent.Purpose.SHARING, Consent.Purpose.FINDING_HELP
HEALTH = Consent.Purpose.HEALTH
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def worker():
    return a_social_worker()


@pytest.fixture
def resident(worker):
    return a_resident(worker=worker, agrees=False)


def test_a_birthday_written_down_meanwhile_asks_for_a_guardian_in_words(worker, monkeypatch):
    child = a_resident(worker=worker, agrees=False, born_on=date(2020, 1, 1))
    monkeypatch.setattr("shanqiao.apps.residents.actions.needs_a_guardian", lambda *_a, **_k: False)

    with pytest.raises(CannotGiveConsent, match="a guardian agrees for them"):
        give_consent(resident=child, purpose=HELP, by=worker, at=NOON)


def agree(resident, worker, whom=None, **facts):
    named = {"whom": key_of(whom), "whom_name": str(whom)} if whom else {}
    facts = {"purpose": SHARING, "by": worker, "at": NOON, **named, **facts}
    return give_consent(resident=resident, **facts)


def withdraw(resident, worker, whom=None, at=LATER, **facts):
    named = {"whom": key_of(whom)} if whom else {}
    return withdraw_consent(resident=resident, purpose=SHARING, by=worker, at=at, **named, **facts)


def test_sharing_is_agreed_to_with_each_recipient_by_name(resident, worker):
    one, other = a_host(), a_host()
    with pytest.raises(CannotGiveConsent, match="each recipient is agreed to by name"):
        agree(resident, worker)

    agree(resident, worker, one)

    assert may_share(resident, SHARING, one, TODAY)
    assert not may_share(resident, SHARING, other, TODAY)
    assert not may_share(resident, Consent.Purpose.HEALTH, one, TODAY)
    assert not may_share(resident, HELP, None, TODAY)


def test_the_last_word_counts_as_far_as_it_reaches(resident, worker):
    one, other = a_host(), a_host()
    agree(resident, worker, one)
    agree(resident, worker, other)
    withdraw(resident, worker, one)
    assert (
        may_share(resident, SHARING, one, TODAY),
        may_share(resident, SHARING, other, TODAY),
    ) == (
        False,
        True,
    )

    withdraw(resident, worker, at=LATER + timedelta(hours=1))
    assert not may_share(resident, SHARING, other, TODAY)
    agree(resident, worker, one, at=LATER + timedelta(hours=2))
    assert may_share(resident, SHARING, one, TODAY)


def test_a_consent_ends_with_its_term_and_the_clock_writes_it_down_once(resident, worker):
    host = a_host()
    with pytest.raises(CannotGiveConsent, match="over already"):
        agree(resident, worker, host, until_on=TODAY - timedelta(days=1))
    agree(resident, worker, host, until_on=TODAY)
    assert may_share(resident, SHARING, host, TODAY)
    assert not may_share(resident, SHARING, host, TODAY + timedelta(days=1))
    assert end_consents(at=NOON) == 0

    assert end_consents(at=NOON + timedelta(days=1)) == 1
    assert end_consents(at=NOON + timedelta(days=2)) == 0

    assert Consent.objects.filter(given=False).get().witnessed_by is None
    assert Entry.objects.filter(act="residents.end_consent", by="clock").count() == 1


def test_a_consent_that_was_given_again_does_not_end_with_the_old_term(resident, worker):
    host = a_host()
    agree(resident, worker, host, until_on=TODAY)
    agree(resident, worker, host, at=LATER)

    assert end_consents(at=NOON + timedelta(days=1)) == 0
    assert may_share(resident, SHARING, host, TODAY + timedelta(days=1))


@pytest.mark.parametrize("first", ["one", "everybody"])
def test_a_term_that_is_over_takes_nothing_from_what_was_agreed_for_others(resident, worker, first):
    one, other = a_host(), a_host()
    ends = {"purpose": HEALTH, "until_on": TODAY}
    to_one = {"whom": one} if first == "one" else {}
    agree(resident, worker, **to_one, **ends)
    agree(resident, worker, **({} if to_one else {"whom": one}), purpose=HEALTH, at=LATER)

    tomorrow = NOON + timedelta(days=1)
    end_consents(at=tomorrow)

    day = TODAY + timedelta(days=1)
    assert may_share(resident, HEALTH, one, day)
    assert may_share(resident, HEALTH, other, day) is (first == "one")
    assert len(consents_that_hold(resident, at=tomorrow)) == 1


def test_who_agreed_to_all_and_then_until_a_day_for_one_shares_with_the_others_after_it(
    resident, worker
):
    one, other = a_host(), a_host()
    agree(resident, worker, purpose=HEALTH)
    agree(resident, worker, one, purpose=HEALTH, until_on=TODAY, at=LATER)
    day = TODAY + timedelta(days=1)
    before = may_share(resident, HEALTH, one, day), may_share(resident, HEALTH, other, day)

    assert end_consents(at=NOON + timedelta(days=1)) == 1

    after = may_share(resident, HEALTH, one, day), may_share(resident, HEALTH, other, day)
    assert before == after == (False, True)


def test_a_term_that_is_over_takes_nothing_from_what_was_agreed_on_another_record():
    worker, host = a_social_worker(), a_host()
    first, second = a_resident(worker=worker), a_resident(worker=worker)
    merged(first, second)
    agree(first, worker, host, until_on=TODAY)
    agree(second, worker, host, at=LATER)

    end_consents(at=NOON + timedelta(days=1))

    assert may_share(first, SHARING, host, TODAY + timedelta(days=1))
    held = {word.purpose for word in consents_that_hold(first, at=NOON + timedelta(days=1))}
    assert held == {HELP, SHARING}


def test_a_consent_may_name_the_kinds_of_data(resident, worker):
    host, data = a_host(), Consent.Data
    agree(resident, worker, host, kinds=[data.CONTACT])

    assert consent_for(resident, SHARING, with_whom=host, on=TODAY, kinds=[data.CONTACT])
    assert not may_share(resident, SHARING, host, TODAY, kinds=[data.CONTACT, data.ILLNESS])


@pytest.mark.parametrize(
    ("born_on", "needs"),
    [
        (date(2012, 5, 7), True),  # fourteen tomorrow
        (date(2012, 5, 6), False),  # fourteen today
        (date(2020, 1, 1), True),
        (None, False),
    ],
)
def test_a_guardian_agrees_for_a_child_under_14(worker, born_on, needs):
    child = a_resident(worker=worker, agrees=False, born_on=born_on)
    if not needs:
        agree(child, worker, purpose=HELP)
        return
    with pytest.raises(CannotGiveConsent, match="a guardian agrees"):
        agree(child, worker, purpose=HELP)
    with pytest.raises(CannotGiveConsent, match="what the guardian is"):
        agree(child, worker, purpose=HELP, guardian="陈女士")

    consent = agree(child, worker, purpose=HELP, guardian="陈女士", relation="母亲")

    consent.refresh_from_db()
    assert (consent.giver, consent.guardian, consent.relation) == ("guardian", "陈女士", "母亲")
    assert latest_word(child, HELP) is True
    withdraw_consent(resident=child, purpose=HELP, by=worker, at=LATER)  # a child's no is a no
    assert latest_word(child, HELP) is False


def test_the_table_holds_it_whoever_writes(worker):
    child = a_resident(worker=worker, agrees=False, born_on=date(2020, 1, 1))
    row = {"resident": child, "purpose": HELP, "given": True, "at": NOON, "witnessed_by": worker}
    for wrong, limit in (
        ({}, "under 14"),
        ({"giver": "guardian"}, "a guardian is named"),
        (
            {"giver": "guardian", "guardian": "x", "relation": "y", "how": "paper"},
            "shows_its_paper",
        ),
        ({"giver": "guardian", "guardian": "x", "relation": "y", "until_on": TODAY}, "everywhere"),
        ({"given": False, "witnessed_by": None}, "has_a_witness"),
        ({"given": False, "purpose": SHARING, "until_on": TODAY}, "no_term"),
    ):
        with pytest.raises(IntegrityError, match=limit), transaction.atomic():
            Consent.objects.create(**{**row, **wrong})
    agree(a_resident(worker=worker, agrees=False), worker, purpose=HELP)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Consent.objects.update(given=False)


def test_a_birthday_that_is_corrected_later_does_not_undo_a_consent(worker):
    grown = a_resident(worker=worker, agrees=False, born_on=date(1950, 1, 1))
    agree(grown, worker, purpose=HELP)
    Resident.objects.filter(pk=grown.pk).update(born_on=date(2020, 1, 1))

    assert latest_word(grown, HELP) is True


def test_a_signature_is_kept_with_the_consent(resident, worker):
    paper = a_document(by=worker)

    consent = agree(resident, worker, a_host(), how=Consent.How.PAPER, evidence=paper)

    assert consent.evidence == paper
    with pytest.raises(CannotGiveConsent, match="signed paper"):
        agree(resident, worker, a_host(), how=Consent.How.SCREEN)


def test_what_was_told_to_follow_a_withdrawal_stays(resident, worker):
    word = withdraw(resident, worker, effect="照片会撤下")

    assert Consent.objects.get(pk=word.pk).effect == "照片会撤下"


def test_a_correction_is_asked_for_and_answered_once_by_a_day(resident, worker):
    with pytest.raises(CannotAskForCorrection, match="what is wrong"):
        ask_for_correction(resident=resident, words=" ", owner=worker, by=worker, at=NOON)
    asked = ask_for_correction(
        resident=resident, words="电话错了", owner=worker, by=worker, at=NOON
    )
    assert asked.due_on == TODAY + timedelta(days=15)
    answer = {"correction": asked, "by": worker, "at": LATER}
    with pytest.raises(CannotAnswerCorrection, match="why it is right"):
        answer_correction(answer="right", words=" ", **answer)

    answer_correction(answer="corrected", words="", **answer)

    with pytest.raises(CannotAnswerCorrection, match="already"):
        answer_correction(answer="right", words="x", **answer)
    for change in ({"owner": a_social_worker()}, {"answered_at": None}):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            Correction.objects.update(**change)
