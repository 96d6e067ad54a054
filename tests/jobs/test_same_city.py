"""The same day gives the same city, and a city where somebody works is left alone."""

import zlib
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from shanqiao.apps.bank.models import Match, StatementLine
from shanqiao.apps.delivery.models import Payment, Receipt
from shanqiao.apps.funds.models import Movement, Purse
from shanqiao.apps.matching.models import Decline, Grant, Proposal
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.programmes.models import Application
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.models import Membership, Name, PhoneNumber, Resident
from shanqiao.jobs.demonstration import CityIsNotEmpty
from shanqiao.jobs.demonstration.days import Days
from shanqiao.jobs.demonstration.evidence import signed_sheet
from tests.factories import a_resident

from .tiny import a_demonstration

pytestmark = pytest.mark.django_db
NEED = ("need__resident__name", "need__kind", "need__item")
CONTENT = {
    Resident: (
        "name", "search_key", "sex", "born_on", "id_number", "id_tail", "phone", "address", "street",
        "committee", "local", "hardship", "disability", "illness", "registered_at",
    ),
    Name: ("resident__name", "kind", "written", "told_at"),
    PhoneNumber: ("resident__name", "number", "relation", "until"),
    Membership: ("resident__name", "relation", "since"),
    Need: ("resident__name", "kind", "item", "words", "told_at", "due_on", "closed_at", "closed_why"),
    Assessment: (*NEED, "needed", "elsewhere", "severity", "urgency", "words", "signed_at"),
    Purse: ("fund__name", "name", "streets", "line__received", "line__held", "line__given", "valid_to"),
    Movement: ("purse__fund__name", "purse__name", "out_of", "into", "count", "at"),
    Proposal: (*NEED, "purse__fund__name", "purse__name", "count", "why", "closed_at", "closed_how"),
    Grant: (*NEED, "purse__fund__name", "purse__name", "count", "approved_at", "approved_by__username"),
    Application: (*NEED, "programme__name", "count", "words", "applied_at", "closed_at", "closed_how"),
    Decline: ("proposal__need__resident__name", "reason", "declined_at"),
    Payment: ("reference", "count", "paid_at", "paid_by__username"),
    Receipt: ("payment__reference", "says", "arrived", "confirmed_at", "evidence__sha256"),
    StatementLine: ("booked_on", "amount", "balance", "party", "reference"),
    Match: ("lines__line__reference", "line_count", "size", "by__username", "at"),
    Person: ("username", "name"),
    Entry: ("act", "by", "why", "at"),
    Look: ("by", "reason", "words", "at"),
}  # fmt: skip


def content():
    return {
        model: sorted(map(repr, model.objects.values_list(*fields)))
        for model, fields in CONTENT.items()
    }


def content_of_a_city(**facts):
    with transaction.atomic():
        a_demonstration(**facts)
        found = content()
        transaction.set_rollback(True)
    return found


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.mark.thorough
def test_the_same_day_gives_the_same_city_and_another_day_another():
    first, again = content_of_a_city(), content_of_a_city()
    later = content_of_a_city(today=date(2026, 12, 1))

    for model, rows in first.items():
        assert rows, model.__name__
        assert rows == again[model], model.__name__
    assert first[Need] != later[Need]


def test_a_city_where_somebody_works_is_left_alone():
    a_resident()

    with pytest.raises(CityIsNotEmpty):
        a_demonstration()

    assert Resident.objects.count() == 1


@pytest.mark.thorough
def test_the_command_fills_an_empty_city_and_then_leaves_it(monkeypatch, capsys):
    from shanqiao.jobs.demonstration.size import SIZES

    from .tiny import TINY

    monkeypatch.setitem(SIZES, "small", TINY)

    call_command("demonstrate", "--today", "2026-11-23")
    assert "100 %" in capsys.readouterr().out
    before = Entry.objects.count()
    call_command("demonstrate")
    assert "people in this city already" in capsys.readouterr().out

    assert Resident.objects.count() == TINY.residents + 23
    assert Entry.objects.count() == before


def test_nothing_generated_is_put_into_a_real_city(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="no demonstration"):
        call_command("demonstrate")

    assert not Person.objects.exists()


def test_a_real_city_shows_nobody(settings, capsys):
    settings.DEMONSTRATION = False

    call_command("sign_ins")

    assert capsys.readouterr().out.startswith("Nobody")


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 11, 23), ["2026-08", "2026-09", "2026-10"]),
        (date(2026, 11, 5), ["2026-07", "2026-08", "2026-09"]),  # published at nine, after midnight
        (date(2026, 11, 6), ["2026-08", "2026-09", "2026-10"]),
        (date(2026, 2, 1), ["2025-10", "2025-11", "2025-12"]),
    ],
)
def test_the_story_begins_with_the_first_of_the_last_three_published_months(today, months):
    days = Days(today)

    assert [f"{month:%Y-%m}" for month in days.months] == months
    assert all(at < days.ends_at for _month, at in days.statement_days())
    assert days.last_weekday < today
    assert days.last_weekday.weekday() < 5


def test_a_signed_sheet_is_a_picture_and_another_day_has_another_scribble():
    first, again, other = (signed_sheet(name) for name in ("monday", "monday", "tuesday"))

    assert first == again != other
    place, kinds = 8, []
    while place < len(first):
        size, kind = int.from_bytes(first[place : place + 4]), first[place + 4 : place + 8]
        content = first[place + 8 : place + 8 + size]
        assert int.from_bytes(first[place + 8 + size : place + 12 + size]) == zlib.crc32(
            kind + content
        )
        kinds.append(kind)
        place += 12 + size
    assert kinds == [b"IHDR", b"tEXt", b"IDAT", b"IEND"]
