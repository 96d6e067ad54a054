"""Who asks for a written agreement gets one (DN-07); who promises the proceeds of an event agrees it before (DN-10)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shanqiao.apps.giving.actions import take_gift_from, unknown_donor_of
from shanqiao.apps.giving.models import AgreementWish, CharityEvent, DonationAgreement
from shanqiao.apps.giving.papers import (
    CannotPublishResult,
    CannotRegisterEvent,
    CannotSignAgreement,
    ask_for_agreement,
    publish_event_result,
    register_event,
    sign_agreement,
)
from shanqiao.apps.giving.undoing import undo_gift
from shanqiao.apps.record.models import Entry
from shanqiao.stories.checks import run_checks
from tests.factories import NOON, TODAY, a_document, a_handler, a_manager, a_purse
from tests.giving import a_donor, a_gift, an_enterprise

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TERMS = {
    "number": "2026-7",
    "kind": "人民币",
    "quantity": "义卖所得的全部",
    "quality": "现金",
    "use": "大病救助",
    "delivery": "义卖结束后十日内转账",
}


def an_agreement(*, donor=None, by=None, signed_on=TODAY, **facts):
    donor = donor or an_enterprise()
    by = by or a_handler(a_purse().fund)
    document = a_document(by=by)
    told = {**TERMS, **facts}
    return sign_agreement(
        donor=donor, signed_on=signed_on, document=document, by=by, at=NOON, **told
    )


def an_event(*, purse=None, signed_on=TODAY, starts_on=TODAY, ends_on=None, agreement=None):
    purse = purse or a_purse(received=0)
    by = a_handler(purse.fund)
    agreement = agreement or an_agreement(
        donor=an_enterprise(host=purse.fund.host), signed_on=signed_on, by=by
    )
    return register_event(
        purse=purse,
        agreement=agreement,
        kind="sale",
        name="街坊义卖",
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        by=by,
        at=NOON,
    )


def holds(code, *, at):
    [result] = [result for result in run_checks(at=at) if result.check.code == code]
    return result.holds


def test_a_giver_who_asks_gets_an_agreement_within_thirty_days():
    donor = a_donor()
    wish = ask_for_agreement(donor=donor, at=NOON)
    assert holds("agreements_on_file", at=NOON + 30 * DAY)
    assert not holds("agreements_on_file", at=NOON + 31 * DAY)

    agreement = an_agreement(donor=donor, wish=wish)

    assert holds("agreements_on_file", at=NOON + 31 * DAY)
    assert agreement.wish == wish and agreement.document.name == "sheet.png"
    acts = ("giving.ask_for_agreement", "giving.sign_agreement")
    assert Entry.objects.filter(act__in=acts).count() == 2


def test_a_wish_told_with_a_gift_is_written_down_once_and_goes_with_it():
    purse = a_purse(received=0)
    giver = {"kind": "person", "name": "陈好心", "phone": "13800138000"}
    told = {"giver": giver, "purse": purse, "amount": 500, "how": "bank", "key": "k", "at": NOON}

    gift = take_gift_from(wants_agreement=True, **told)
    take_gift_from(wants_agreement=True, **told)

    assert AgreementWish.objects.get().gift == gift
    undo_gift(gift=gift, why="twice", by=a_manager(purse.fund), at=NOON)
    assert holds("agreements_on_file", at=NOON + 99 * DAY)


@pytest.mark.parametrize("term", TERMS)
def test_an_agreement_says_everything(term):
    with pytest.raises(CannotSignAgreement, match="An agreement says what is given"):
        an_agreement(**{term: "  "})

    assert not DonationAgreement.objects.exists()


def test_an_agreement_names_both_sides_once_and_no_day_ahead():
    donor = a_donor()
    other = ask_for_agreement(donor=a_donor(), at=NOON)
    an_agreement(donor=donor)

    for facts, says in (
        ({"donor": donor}, "on file already"),
        ({"donor": unknown_donor_of(host=donor.host, at=NOON)}, "DN-07: 慈善法 第39条"),
        ({"signed_on": TODAY + DAY}, "still ahead"),
        ({"wish": other}, "Another giver"),
    ):
        with pytest.raises(CannotSignAgreement, match=says):
            an_agreement(**facts)


def test_an_event_is_agreed_before_it_begins():
    assert an_event(signed_on=TODAY - DAY).agreed_on == TODAY - DAY

    with pytest.raises(CannotRegisterEvent, match="DN-10: 慈善法 第37条"):
        an_event(signed_on=TODAY, starts_on=TODAY - DAY)


def test_the_database_itself_wants_the_agreement_first():
    event = an_event()

    with pytest.raises(IntegrityError, match="agreed_before_the_event"), transaction.atomic():
        CharityEvent.objects.create(
            purse=event.purse,
            agreement=an_agreement(number="2"),
            agreed_on=TODAY,
            kind="sale",
            name="x",
            starts_on=TODAY - DAY,
            ends_on=TODAY,
            at=NOON,
            by=event.by,
        )


def test_an_agreement_is_about_one_event_of_its_charity():
    event = an_event()
    with pytest.raises(CannotRegisterEvent, match="another event"):
        an_event(purse=event.purse, agreement=event.agreement)
    with pytest.raises(CannotRegisterEvent, match="another charity"):
        an_event(agreement=an_agreement())
    with pytest.raises(CannotRegisterEvent, match="begins before it ends"):
        an_event(ends_on=TODAY - DAY)


def test_what_an_event_brought_is_published_after_it():
    event = an_event(ends_on=TODAY + DAY)
    gift = a_gift(donor=event.agreement.donor, purse=event.purse, amount=80_000)
    said = {"event": event, "brought": 90_000, "by": event.by}
    with pytest.raises(CannotPublishResult, match="not over"):
        publish_event_result(gift=gift, at=NOON, **said)
    over = NOON + DAY
    assert not holds("events_published", at=over + 31 * DAY)
    with pytest.raises(CannotPublishResult, match="of this organiser"):
        publish_event_result(gift=a_gift(), at=over, **said)
    with pytest.raises(CannotPublishResult, match="say why"):
        publish_event_result(at=over, **said)

    result = publish_event_result(gift=gift, at=over, **said)

    assert (result.brought, result.gift) == (90_000, gift)
    assert holds("events_published", at=over + 31 * DAY)
    with pytest.raises(CannotPublishResult, match="published already"):
        publish_event_result(gift=gift, at=over, **said)
