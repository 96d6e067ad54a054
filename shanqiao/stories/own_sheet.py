"""A resident's own sheet: what is held about them, where, what they agreed to, who looked and why, what was passed on.

Source: 个人信息保护法 第44, 45, 46, 48条 (to know, to see, to have corrected, to have explained).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from shanqiao.apps.cases.models import Case, Member, Participant
from shanqiao.apps.earlier.models import EarlierCase, EarlierContact
from shanqiao.apps.illness.models import Bill
from shanqiao.apps.inquiries.queries import asked_about
from shanqiao.apps.instruments.models import Sitting
from shanqiao.apps.programmes.models import Paper
from shanqiao.apps.referrals.states import State
from shanqiao.apps.residents.models import Care, Consent, Correction, Resident
from shanqiao.apps.residents.queries import household_of
from shanqiao.apps.sameness.queries import records_of
from shanqiao.apps.sameness.sharing import words_of

from .looks import looked_at
from .referrals import referrals_about

LOOKS_SHOWN = 100
SOON = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything a resident may read about themselves, as rows and words."""

    facts: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]  # kinds of things known beside, with how many
    stations: tuple[Care, ...]
    consents: Any
    holds: tuple[Consent, ...]
    looks: Any
    asked: Any
    passed_on: tuple[tuple[Any, bool, Any], ...]  # referral, was the name told, exception
    corrections: Any


def sheet_of(resident, *, at):
    """`Sheet` of a resident, over all records of theirs."""
    records = records_of(resident)
    return Sheet(
        facts=tuple(_facts(resident)),
        beside=tuple(_beside(resident)),
        stations=tuple(
            Care.objects.filter(resident__in=records).select_related("station").order_by("-since")
        ),
        consents=words_of(resident),
        holds=consents_that_hold(resident, at=at),
        looks=looked_at(resident)[:LOOKS_SHOWN],
        asked=asked_about(resident)[:LOOKS_SHOWN],
        passed_on=tuple(_passed_on(resident)),
        corrections=Correction.objects.filter(resident__in=records)
        .select_related("owner", "answered_by")
        .order_by("-pk"),
    )


def consents_that_hold(resident, *, at):
    """The consents that count today: of each purpose and recipient the last word, where it is yes."""
    holds, reached = [], set()
    for word in words_of(resident):
        key = (word.purpose, word.whom)
        if word.how == Consent.How.TERM or key in reached or (word.purpose, "") in reached:
            continue
        reached.add(key)
        if word.given and not (word.until_on and word.until_on < localdate(at)):
            holds.append(word)
    return tuple(holds)


def corrections_due(station, *, at):
    """What residents of a station asked to have corrected and have to be answered now, the longest first."""
    waiting = Correction.objects.filter(
        answered_at=None,
        due_on__lte=localdate(at) + SOON,
        resident__in=Resident.objects.on_file_of(station),
    )
    return waiting.select_related("resident", "owner").order_by("due_on", "pk")


def sheet_told(resident, sheet, *, station, at):
    """The sheet as its letter takes it: plain words."""
    return {
        "name": resident.name,
        "station": str(station),
        "day": _day(localdate(at)),
        "facts": [[label, value] for label, value in sheet.facts],
        "beside": list(sheet.beside),
        "stations": [
            _("%(station)s, since %(day)s") % {"station": care.station, "day": _day(care.since)}
            for care in sheet.stations
            if care.until is None
        ],
        "consents": [_consent_in_words(word) for word in sheet.holds],
        "looks": [
            [_day(look.at), look.name or look.by, _look_in_words(look)] for look in sheet.looks[:40]
        ],
        "passed_on": [
            [_day(referral.since), referral.addressee_name, State(referral.state).label]
            for referral, _named, _exception in sheet.passed_on
        ],
    }


def _facts(resident):
    illness = dict(resident.Illness.choices).get(resident.illness)
    local = {True: _("yes"), False: _("no")}.get(resident.local, _("not known"))
    yield _("Name"), resident.name
    yield _("Sex"), resident.get_sex_display()
    yield _("Born on"), _day(resident.born_on) if resident.born_on else _("not known")
    yield (
        _("Identity number"),
        (
            _("kept sealed; it ends in %(tail)s") % {"tail": resident.id_tail}
            if resident.id_tail
            else _("not known")
        ),
    )
    yield _("Phone"), resident.phone or _("not known")
    yield _("Address"), resident.address or _("not known")
    yield _("Street"), str(resident.street)
    yield _("Household registration in this city"), local
    yield _("Hardship category"), resident.get_hardship_display()
    yield _("Disability"), _disability(resident.disability)
    yield _("Illness"), str(illness) if illness else _("not known")


def _disability(grade):
    if grade is None:
        return _("not known")
    return _("grade %(grade)s") % {"grade": grade} if grade else _("none")


def _beside(resident):
    """What else is held, named and counted; nothing sealed is opened for it."""
    for rows, words in (
        (resident.names, _("other names: %(n)s")),
        (resident.phones, _("other telephones: %(n)s")),
        (resident.residences, _("other addresses: %(n)s")),
        (resident.documents, _("papers that were seen: %(n)s")),
    ):
        if count := rows.count():
            yield words % {"n": count}
    records = records_of(resident)
    for rows, words in (
        (Case.objects.filter(resident__in=records), _("cases of a social work station: %(n)s")),
        (
            EarlierCase.objects.filter(resident__in=records, undone_at=None),
            _("cases of before, as an old list of a station has them: %(n)s"),
        ),
        (
            EarlierContact.objects.filter(resident__in=records, undone_at=None),
            _("visits, talks and calls of before, as an old list of a station has them: %(n)s"),
        ),
        (
            Member.objects.filter(resident__in=records),
            _("groups they belong or belonged to: %(n)s"),
        ),
        (Participant.objects.filter(resident__in=records), _("events they came to: %(n)s")),
        (
            Sitting.objects.filter(resident__in=records),
            _("answers to the questions of an assessment: %(n)s"),
        ),
        (
            Bill.objects.filter(aid__need__resident__in=records),
            _("hospital bills, with diagnosis and who paid: %(n)s"),
        ),
        (
            Paper.objects.filter(need__resident__in=records),
            _("papers handed in for an application: %(n)s"),
        ),
    ):
        if count := rows.count():
            yield words % {"n": count}
    if household_of(resident):
        yield _("the household they belong to")
    needs = resident.needs.count()
    if needs:
        yield _("needs, with assessments and help: %(n)s") % {"n": needs}


def _passed_on(resident):
    for referral in referrals_about(resident):
        named = referral.steps.filter(kind="accepted").exists() and not referral.from_purse
        step = referral.steps.select_related("override").filter(number=1).first()
        yield referral, named, step.override if step else None


def _consent_in_words(word):
    said = str(word.get_purpose_display())
    if word.whom_name:
        said = _("%(what)s: %(whom)s") % {"what": said, "whom": word.whom_name}
    if word.until_on:
        return _("%(what)s, until %(day)s") % {"what": said, "day": _day(word.until_on)}
    return _("%(what)s, until withdrawn") % {"what": said}


def _look_in_words(look):
    return f"{look.get_reason_display()}: {look.words}" if look.words else look.get_reason_display()


def _day(value):
    value = localtime(value).date() if hasattr(value, "hour") else value
    return date_format(value, _("j F Y"))
