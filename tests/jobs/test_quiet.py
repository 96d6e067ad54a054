"""The quiet way of writing down writes what the actions write."""

from dataclasses import replace

import pytest
from django.db import transaction

from shanqiao.apps.needs.actions import assess_need, register_need
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.actions import give_consent, look_at_resident, register_resident
from shanqiao.apps.residents.models import Care, Consent, Resident, SearchTerm
from shanqiao.feeds.places import load_places
from shanqiao.jobs.demonstration import quiet
from shanqiao.jobs.demonstration.days import Days, instant, time
from shanqiao.jobs.demonstration.needs import draw_needs
from shanqiao.jobs.demonstration.residents import draw_newcomers
from shanqiao.jobs.demonstration.staff import Staff, open_desks

from .tiny import MONDAY, TINY

IDENTITIES = {"id", "resident_id", "need_id", "subject", "resident"}


def through_the_actions(newcomers, needs):
    for n in newcomers:
        n.row = register_resident(**n.facts, station=n.station, by=n.by, at=n.at)
        if n.agrees:
            give_consent(
                resident=n.row,
                purpose=Consent.Purpose.FINDING_HELP,
                by=n.by,
                at=n.at + quiet.A_WORD_LATER,
                **quiet.spoken_for(n),
            )
    for n in needs:
        who = {"by": n.who.by, "at": n.at}
        look_at_resident(resident=n.who.row, reason=Look.Reason.REGISTERING, **who)
        n.row = register_need(
            resident=n.who.row,
            station=n.who.station,
            kind=n.kind,
            item=n.item,
            words=n.words,
            due_on=n.due_on,
            **who,
        )
        who["at"] = n.assessed_at
        look_at_resident(resident=n.who.row, reason=Look.Reason.ASSESSING, **who)
        assess_need(need=n.row, **n.assessment, **who)


def quietly(newcomers, needs):
    quiet.register_residents(newcomers)
    quiet.register_needs(needs)
    quiet.assess_needs(needs)


def written():
    """Every row without its identity; instead of it, what it belongs to."""
    rows = {}
    for model in (Resident, SearchTerm, Care, Consent, Need, Assessment, Entry, Look):
        rows[model] = sorted(
            repr(
                [
                    _of(row),
                    *(
                        (k, v)
                        for k, v in sorted(vars(row).items())
                        if k[0] != "_" and k not in IDENTITIES
                    ),
                ]
            )
            for row in model.objects.all()
        )
    return rows


def _of(row):
    match row:
        case Resident():
            return row.name
        case Care() | Consent() | Need() | SearchTerm():
            return row.resident.name
        case Assessment():
            return row.need.resident.name, row.need.kind, row.need.item
        case Look():
            return Resident.objects.get(pk=row.resident).name
        case Entry():
            return row.subject.partition(":")[0]


@pytest.mark.django_db
def test_the_same_rows_and_the_same_lines_in_the_record_either_way():
    load_places()
    days = Days(MONDAY)
    staff = Staff(size=TINY, at=instant(days.begins_on, time(8)))
    desks = open_desks(size=TINY, staff=staff, at=instant(days.begins_on, time(8)))
    outcomes = []
    for way in (through_the_actions, quietly):
        newcomers = draw_newcomers(size=TINY, days=days, desks=desks)[:20]
        needs = draw_needs(size=replace(TINY, needs=30), days=days, newcomers=newcomers)
        with transaction.atomic():
            way(newcomers, needs)
            outcomes.append(written())
            transaction.set_rollback(True)

    actions, quiet_ones = outcomes
    assert (len(actions[Resident]), len(actions[Need])) == (20, 30)
    for model, rows in actions.items():
        assert rows == quiet_ones[model], model.__name__
