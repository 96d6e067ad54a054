"""Help that became double by a merge: found at the merge, settled by a person, and kept from growing meanwhile."""

from collections import defaultdict
from itertools import combinations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.residents.models import Care
from shanqiao.apps.sameness.locks import while_nobody_merges
from shanqiao.apps.sameness.queries import may_decide, persons_of, records_of

from .finding_model import Finding
from .models import Grant

# Note [Double by a merge]
# ~~~~~~~~~~~~~~~~~~~~~~~~
# Two stations may each have a need of one kind for one person before anybody knows that it is one person. Both were right
# when they were granted, and nothing that was granted is taken away by a machine. So a merge opens a finding for each
# such couple of needs, and until a person settles it no more is promised to both together than the larger of
# them lacks. Who approves locks the need, then its findings in order, so two approvals for the two needs of a finding wait
# for each other and the second sees what the first promised.


class CannotCloseFinding(Exception):
    """It is settled already, or somebody else has to settle it."""


def doubles_of(persons, *, apart=False):
    """Couples of needs that one person has twice over: one kind, common days, open or promised to, on two records.

    Args:
        persons: {identity of a record: whose it is}.
        apart: the persons are one person in the mind only: couples are sought between them, not within.

    Returns:
        list of (first, second) needs, each with its resident and station loaded.
    """
    granted = Grant.objects.filter(need=OuterRef("pk"), release=None)
    needs = (
        Need.objects.filter(resident__in=persons)
        .filter(Q(closed_at=None) | Exists(granted))
        .select_related("resident", "station")
        .order_by("pk")
    )
    alike = defaultdict(list)
    for need in needs:
        alike[None if apart else persons[need.resident_id], need.kind, need.item].append(need)
    return [
        (one, other)
        for group in alike.values()
        for one, other in combinations(group, 2)
        if one.resident_id != other.resident_id
        and one.open_on <= other.due_on
        and other.open_on <= one.due_on
        and not (apart and persons[one.resident_id] == persons[other.resident_id])
    ]


def unshown_doubles(persons):
    """Of those couples the ones that no finding tells of."""
    couples = doubles_of(persons)
    told = Finding.objects.filter(first__in={first.pk for first, _second in couples})
    told = set(told.exclude(closed_how=Finding.Closing.PARTED).values_list("first", "second"))
    return [two for two in couples if (two[0].pk, two[1].pk) not in told]


@transaction.atomic
def open_findings(*, merge, by, at):
    """After a merge: every couple of needs that the person has twice over now is shown to people.

    Returns:
        the findings.
    """
    records = records_of(merge.first)
    needs = Need.objects.filter(resident__in=records).order_by("pk")
    list(
        needs.select_for_update(no_key=True)
    )  # whoever approves one of them sees the finding, or is seen by it
    findings = []
    for first, second in unshown_doubles(dict.fromkeys(records, records[0])):
        findings.append(
            Finding.objects.create(merge=merge, first=first, second=second, opened_at=at)
        )
        note(act="matching.find_double", subject=findings[-1], by=by, at=at)
    return findings


@transaction.atomic
def close_finding(*, finding, how, why, by, at):
    """Somebody settles a finding: an adjudicator of both records, or a social worker of one of the stations.

    Raises:
        CannotCloseFinding: with what to do instead.
    """
    while_nobody_merges()
    finding = (
        Finding.objects.select_for_update(of=("self",), no_key=True)
        .select_related("first", "second")
        .get(pk=finding.pk)
    )
    if finding.closed_at:
        raise CannotCloseFinding(_("This was settled already."))
    if not may_settle(by, finding):
        raise CannotCloseFinding(
            _("An adjudicator, or a social worker of one of the two stations, settles this.")
        )
    if not why.strip() or how == Finding.Closing.PARTED:
        raise CannotCloseFinding(_("Say what was done."))
    if how == Finding.Closing.ONE_CLOSED and not (
        finding.first.closed_at or finding.second.closed_at
    ):
        raise CannotCloseFinding(
            _("Both needs are still open. Close the one that is not needed first, then come back.")
        )
    _close(finding, how=how, why=why.strip(), by=by, at=at)
    finding.refresh_from_db()
    return finding


@transaction.atomic
def close_findings_of_parted(*, merge, why, by, at):
    """After a merge was undone: findings about needs that are two people's again are over."""
    records = [*records_of(merge.first), *records_of(merge.second)]
    touched = Finding.objects.open().filter(
        first__resident__in=records, second__resident__in=records
    )
    touched = touched.select_related("first", "second")
    for finding in touched.select_for_update(of=("self",), no_key=True).order_by("pk"):
        persons = persons_of([finding.first.resident_id, finding.second.resident_id])
        if len(set(persons.values())) == 2:
            _close(finding, how=Finding.Closing.PARTED, why=why, by=by, at=at)


def may_settle(person, finding):
    """May ``person`` say what a finding means?"""
    residents = [finding.first.resident_id, finding.second.resident_id]
    if may_decide(person, residents):
        return True
    station = station_of(person)
    return (
        station is not None
        and Care.objects.filter(resident__in=residents, station=station, until=None).exists()
    )


def _close(finding, *, how, why, by, at):
    Finding.objects.filter(pk=finding.pk).update(
        closed_at=at, closed_by=by, closed_how=how, closed_why=why
    )
    note(act="matching.settle_double", subject=finding, by=by, at=at, why=why)
