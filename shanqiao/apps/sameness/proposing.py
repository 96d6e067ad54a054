"""Pairs are put into the queue, by the machine, at the desk, or by an import: one way for all."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import token_of

from .models import Decision, Pair
from .queries import persons_of

FACTS = (
    "name",
    "id_number",
    "phone",
)  # a pair told apart is asked again when one of them is another


class CannotProposePair(Exception):
    """A record is compared with itself, or is not there."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What came of pairs that were put into the queue, as counts."""

    new: int = 0
    waiting: int = 0  # they waited already; what is known of them is renewed
    again: int = 0  # told apart before; a name, number or phone is another since
    remembered: int = 0  # told apart before, and nothing changed: left alone
    same: int = 0  # one person already


@transaction.atomic
def propose_pairs(*, rows, why, at, by=None, words=""):
    """Put pairs of records into the queue. Asked again it changes nothing but what is known of pairs that wait.

    Args:
        rows: of each pair ``first`` and ``second`` (identities, in any order), ``probability`` (0 to 1), and
            ``evidence``: {field: {"level": number of the engine's level, "weight": bits or None}}.
        why: a ``Pair.Why``.

    Returns:
        how many became what, as `Proposed`.

    Raises:
        CannotProposePair: a record is compared with itself, or is not there. Nothing was put into the queue.
    """
    wanted = {tuple(sorted((row["first"], row["second"]))): row for row in rows}
    residents = Resident.objects.in_bulk({pk for two in wanted for pk in two})
    for first, second in wanted:
        if first == second or not {first, second} <= residents.keys():
            raise CannotProposePair(_("A pair is two different records that are both here."))
    facts = {two: _facts(*(residents[pk] for pk in two)) for two in wanted}
    said = {"why": why, "words": words, "found_at": at, "found_by": by}
    here = _here(wanted)
    _add([two for two in sorted(wanted) if two not in here], wanted, facts, said)
    counts = {"new": len(wanted) - len(here)}
    persons = persons_of(residents)
    for two, pair in sorted(here.items()):
        kind = _renew(pair, wanted[two], facts[two], said, persons)
        counts[kind] = counts.get(kind, 0) + 1
    return Proposed(**counts)


def let_fade(*, pairs, at):
    """What made these records alike has changed: nobody needs to decide about them, unless they come to be alike again."""
    Pair.objects.undecided().filter(pk__in=[pair.pk for pair in pairs]).update(faded_at=at)


def _here(pairs):
    """{(first, second): the row, locked} of those pairs that were put here before."""
    rows = (
        Pair.objects.select_for_update(no_key=True)
        .filter(first__in={first for first, _second in pairs})
        .order_by("pk")
    )
    return {two: row for row in rows if (two := (row.first_id, row.second_id)) in pairs}


def _add(new, wanted, facts, said):
    """Pairs that were not here. Where somebody else puts one here at the same moment, it is one row all the same."""
    rows = [
        Pair(first_id=two[0], second_id=two[1], facts=facts[two], **_likeness(wanted[two]), **said)
        for two in new
    ]
    Pair.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    added = Pair.objects.filter(first__in={first for first, _second in new}).order_by("pk")
    for pair in added:
        if (pair.first_id, pair.second_id) in wanted and pair.found_at == said["found_at"]:
            note(
                act="sameness.propose",
                subject=pair,
                by=said["found_by"],
                at=said["found_at"],
                why=said["why"],
            )


def _renew(pair, row, facts, said, persons):
    if persons[pair.first_id] == persons[pair.second_id]:
        return "same"
    decision = Decision.objects.filter(pair=pair, round=pair.round).first()
    if decision is None:
        Pair.objects.filter(pk=pair.pk).update(facts=facts, **_likeness(row))
        return "waiting"
    changed = [fact for fact in FACTS if facts[fact] != pair.facts.get(fact)]
    if decision.says != Decision.Says.DISTINCT:
        return "waiting"  # for a second person
    if not changed:
        return "remembered"
    Pair.objects.filter(pk=pair.pk).update(
        round=pair.round + 1, changed=changed, facts=facts, **_likeness(row), **said
    )
    note(
        act="sameness.ask_again",
        subject=pair,
        by=said["found_by"],
        at=said["found_at"],
        why=", ".join(changed),
    )
    return "again"


def facts_now(pair):
    """Tokens of what a pair is recognised by, as they are now."""
    return _facts(pair.first, pair.second)


def _facts(one, other):
    """Tokens: whether something changed can be told from them, and what it was cannot."""
    return {
        fact: token_of(f"{getattr(one, fact)}|{getattr(other, fact)}", place="sameness.pair")
        for fact in FACTS
    }


def _likeness(row):
    return {"probability": row["probability"], "evidence": row["evidence"], "faded_at": None}
