"""Two records become one person or two again, with all that follows for needs and help; and what would follow, told before."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Sum

from shanqiao.apps.delivery.queries import came_back
from shanqiao.apps.matching.findings import (
    close_findings_of_parted,
    doubles_of,
    open_findings,
)
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.needs.models import Need
from shanqiao.apps.places.models import Station
from shanqiao.apps.residents.models import Care, Consent
from shanqiao.apps.sameness.actions import confirm_decision, decide_pair, undo_merge
from shanqiao.apps.sameness.models import Decision
from shanqiao.apps.sameness.queries import people_agreeing_to, persons_of, records_of_persons
from shanqiao.apps.sameness.risks import Risk, risks_of

FINDING_HELP = Consent.Purpose.FINDING_HELP


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a merge would lead to, told before anybody presses."""

    records: tuple[int, ...]  # of the one person
    open_needs: int
    promised: tuple  # (unit, how much is promised or given), of all needs together
    doubles: tuple  # (need, need) that the person would have twice over
    stations: tuple  # that look after one of the records; each goes on with its own
    agrees: tuple[bool, bool]  # that help is looked for: the first person, the second
    agrees_after: bool
    risks: tuple[Risk, ...]  # why a second person is needed


@transaction.atomic
def settle_pair(*, pair, says, why, by, at):
    """Decide a pair; where that merges, help that becomes double is found in the same moment.

    Returns:
        (decision, merge or None, findings)

    Raises:
        CannotDecidePair: with what to do instead; nothing was changed.
    """
    risks = ()
    if says == Decision.Says.SAME:
        risks = [str(Risk.MONEY)] if _money_on_both(*_two_sides(pair)) else []
    decision, merge = decide_pair(pair=pair, says=says, why=why, by=by, at=at, risks=risks)
    return decision, merge, open_findings(merge=merge, by=by, at=at) if merge else []


@transaction.atomic
def settle_with_a_second(*, decision, agrees, by, at, why=""):
    """A second adjudicator answers; the same then follows.

    Returns:
        (merge or None, findings)

    Raises:
        CannotDecidePair: with what to do instead; nothing was changed.
    """
    merge = confirm_decision(decision=decision, agrees=agrees, why=why, by=by, at=at)
    return merge, open_findings(merge=merge, by=by, at=at) if merge else []


@transaction.atomic
def part_again(*, merge, why, by, at):
    """Undo a merge, and with it the findings it led to.

    Raises:
        CannotUndoMerge: with what to do instead; nothing was changed.
    """
    merge = undo_merge(merge=merge, why=why, by=by, at=at)
    close_findings_of_parted(merge=merge, why=why, by=by, at=at)
    return merge


def effect_of(pair):
    """What follows if ``pair`` is one person, as an `Effect`; asked without changing anything."""
    here, there = _two_sides(pair)
    records = sorted(here | there)
    needs = Need.objects.filter(resident__in=records)
    agreeing = people_agreeing_to(FINDING_HELP, among=records)
    risks = list(risks_of(pair, records))
    if _money_on_both(here, there):
        risks.append(Risk.MONEY)
    promised = Grant.objects.filter(need__in=needs, release=None).order_by("unit")
    return Effect(
        records=tuple(records),
        open_needs=needs.open().count(),
        promised=tuple(
            promised.values_list("unit").annotate(all=Sum(F("count") - came_back(of="pk")))
        ),
        doubles=tuple(doubles_of({pk: pk in here for pk in records}, apart=True)),
        stations=tuple(
            Station.objects.filter(
                pk__in=Care.objects.filter(resident__in=records, until=None).values("station")
            )
            .select_related("street__district")
            .order_by("pk")
        ),
        agrees=(bool(here & agreeing), bool(there & agreeing)),
        agrees_after=_latest_word(records),
        risks=tuple(risks),
    )


def _two_sides(pair):
    """The records of each of the two persons, as sets."""
    persons = persons_of([pair.first_id, pair.second_id])
    records = records_of_persons(set(persons.values()))
    return tuple(set(records[persons[pk]]) for pk in (pair.first_id, pair.second_id))


def _money_on_both(here, there):
    """Is money promised to both, and not paid?"""
    waiting = Grant.objects.filter(unit="fen", release=None, payment=None)
    return all(waiting.filter(need__resident__in=side).exists() for side in (here, there))


def _latest_word(records):
    words = Consent.objects.filter(resident__in=records, purpose=FINDING_HELP)
    return bool(words.order_by("-at", "-pk").values_list("given", flat=True).first())
