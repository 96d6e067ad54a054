"""Guidance: who fits a resident, in which order, with which papers, and why others do not."""

from datetime import timedelta

import pytest

from shanqiao.apps.matching.actions import approve_proposal
from shanqiao.apps.needs.actions import assess_need
from shanqiao.apps.residents.changing import add_document
from shanqiao.stories.guidance import Fit, guidance_for
from shanqiao.stories.own_sheet import consents_that_hold, sheet_of
from shanqiao.stories.referral_letters import amount_in_words, guidance_told
from tests.factories import NOON, a_need, a_purse, a_resident
from tests.referring import Referring

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk():
    return Referring()


def advice_on(need, at=NOON):
    [guided] = [one for one in guidance_for(need.resident, at=at).needs if one.need.pk == need.pk]
    return {one.to: one for one in guided.advice}


def test_what_can_be_had_now_comes_first_then_papers_then_waiting_then_what_does_not_fit(desk):
    old = a_purse(fund=desk.fund, kinds=[desk.kind], eligible="age >= 60", received=100)
    young = a_purse(fund=desk.fund, kinds=[desk.kind], eligible="disability in [1]", received=100)
    resident = a_resident(worker=desk.worker, disability=0)
    desk.places("waiting")
    need = desk.need(resident=resident)

    [guided] = guidance_for(resident, at=NOON).needs

    assert [one.to for one in guided.advice] == [
        f"purse-{desk.purse.pk}",
        f"purse-{old.pk}",
        f"organisation-{desk.organisation.pk}",
        f"purse-{young.pk}",
    ]
    assert [one.fit for one in guided.advice] == [Fit.NOW, Fit.PAPERS, Fit.WAITING, Fit.NOT]
    told = advice_on(need)
    assert told[f"purse-{desk.purse.pk}"].most == 20
    assert "identity card" in told[f"purse-{old.pk}"].missing[0]
    assert "disability" in " ".join(told[f"purse-{young.pk}"].says)


def test_a_paper_that_was_seen_is_not_asked_for_again(desk):
    purse = a_purse(fund=desk.fund, kinds=[desk.kind], eligible="local", received=9)
    need = desk.need()
    assert len(advice_on(need)[f"purse-{purse.pk}"].missing) == 1

    add_document(
        resident=need.resident,
        kind="household_booklet",
        number="HK000001",
        by=desk.worker,
        at=NOON,
    )

    told = advice_on(need)[f"purse-{purse.pk}"]
    assert told.missing == () and len(told.papers) == 1 and told.fit == Fit.PAPERS


def test_a_purse_that_fits_is_found_behind_ten_richer_ones_that_do_not(desk):
    for _n in range(10):
        a_purse(fund=desk.fund, kinds=[desk.kind], eligible="disability in [1]", received=900)
    resident = a_resident(worker=desk.worker, disability=0)

    told = advice_on(desk.need(resident=resident))

    assert told[f"purse-{desk.purse.pk}"].fit == Fit.NOW and len(told) == 10


def test_what_others_took_is_not_offered(desk):
    need, other = desk.need(needed=100), desk.need(needed=100)
    approve_proposal(proposal=desk.ask(need=other, count=70), by=desk.manager, at=NOON)
    assert advice_on(need)[f"purse-{desk.purse.pk}"].most == 30
    desk.sent(need=desk.need(needed=30), purse=desk.purse, count=30)

    told = advice_on(need)[f"purse-{desk.purse.pk}"]
    assert (told.fit, told.most) == (Fit.NOT, 0) and "Nothing is left" in told.says[0]


def test_a_need_without_assessment_or_without_a_gap_has_no_advice(desk):
    resident = a_resident(worker=desk.worker)
    a_need(worker=desk.worker, resident=resident, kind="meal")
    met = desk.need(resident=resident)
    assess_need(need=met, needed=20, elsewhere=20, severity=1, urgency=0, by=desk.worker, at=LATER)

    untold, full = guidance_for(resident, at=LATER).needs

    assert (untold.lacking, untold.advice) == (None, ())
    assert (full.lacking, full.advice) == (0, ())


def test_the_letter_says_the_same_in_plain_words(desk):
    resident = desk.need().resident

    told = guidance_told(resident, guidance_for(resident, at=NOON), station=desk.station, at=NOON)

    [need] = told["needs"]
    assert told["agrees"] is True
    assert need["fits"][0]["most"] == amount_in_words(20, "hour")
    assert amount_in_words(123_450, "fen") == "¥1,234.50"


def test_without_the_word_that_help_is_looked_for_it_says_so(desk):
    silent = a_resident(worker=desk.worker, agrees=False)
    need = desk.need(resident=silent)

    guidance = guidance_for(silent, at=NOON)
    assert guidance.agrees is False
    letter = guidance_told(silent, guidance, station=desk.station, at=NOON)
    assert letter["agrees"] is False
    assert advice_on(need)[f"purse-{desk.purse.pk}"].fit == Fit.NOW


def test_the_sheet_tells_what_was_passed_on_and_whether_the_name_was(desk):
    accepted = desk.accepted()
    resident = accepted.need.resident
    sent = desk.sent(need=desk.need(resident=resident, kind="meal"), count=5)

    sheet = sheet_of(resident, at=NOON)

    told = {referral.pk: named for referral, named, _exception in sheet.passed_on}
    assert told == {accepted.pk: True, sent.pk: False}
    assert {word.purpose for word in sheet.holds} == {"finding_help", "sharing"}
    assert len(consents_that_hold(resident, at=NOON)) == 3
