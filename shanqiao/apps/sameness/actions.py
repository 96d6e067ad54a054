from datetime import timedelta
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note, note_look
from shanqiao.apps.record.models import Look
from shanqiao.apps.record.refusals import in_words

from .locks import alone_to_merge
from .models import Claim, Confirmation, Decision, Merge, Pair, SamePerson
from .queries import (
    edges_of,
    joined,
    may_decide,
    persons_of,
    records_of_persons,
    remembered_distinct,
)
from .risks import risks_of

CLAIM_LASTS = timedelta(minutes=30)


class CannotDecidePair(Exception):
    """Somebody else looks at it or decided it, it is settled, or the rights do not reach both records."""


class CannotUndoMerge(Exception):
    """It was undone already, or the rights do not reach both records."""


@transaction.atomic
def look_at_pair(*, pair, by, at):
    """An adjudicator opens a pair: it is theirs for half an hour, and both looks are on record.

    Raises:
        CannotDecidePair: somebody else looks at it, or the rights do not reach both records.
    """
    pair = _locked(pair)
    _must_have_rights(by, [pair.first_id, pair.second_id])
    _must_not_be_anothers(pair, by=by, at=at)
    held = Claim.objects.filter(pair=pair, by=by, at__gt=at - CLAIM_LASTS).exists()
    Claim.objects.update_or_create(pair=pair, defaults={"by": by, "at": at})
    if not held:
        for resident in (pair.first, pair.second):
            note_look(resident=resident, reason=Look.Reason.SAME_PERSON, by=by, at=at)
    return pair


@transaction.atomic
def leave_pair(*, pair, by, at):
    """An adjudicator takes another pair first; somebody else may look at this one. No line in the record."""
    Claim.objects.filter(pair=pair, by=by).delete()


@transaction.atomic
def decide_pair(*, pair, says, why, by, at, risks=()):
    """An adjudicator says whether two records are one person. What follows for needs is for later rooms to do with it.

    A risky decision that they are one person waits for a second adjudicator; nothing is merged before. See Note [One lock of the city].

    Args:
        risks: codes of what else is risky, as far as earlier rooms cannot know it.

    Returns:
        (decision, merge): merge is None where nothing was merged.

    Raises:
        CannotDecidePair: with what to do instead.
    """
    alone_to_merge()
    pair = _locked(pair)
    _must_have_rights(by, [pair.first_id, pair.second_id])
    _must_not_be_anothers(pair, by=by, at=at)
    records = _records_of_both(pair)
    if says == Decision.Says.SAME:
        _must_be_mergeable(records, by=by, pair=pair)
        risks = [*(str(risk) for risk in risks_of(pair, _all(records))), *risks]
    else:
        risks = []
        if len(records) == 1:
            raise CannotDecidePair(
                _("Both are one person by now, through other records. Undo that merge first.")
            )
    decision = _decide(pair, says=says, risks=risks, why=why, by=by, at=at)
    Claim.objects.filter(pair=pair).delete()
    merges = says == Decision.Says.SAME and not risks
    return decision, _merge(decision, by=by, at=at) if merges else None


@transaction.atomic
def confirm_decision(*, decision, agrees, by, at, why=""):
    """A second adjudicator agrees with a risky decision, and the records are one person; or the pair waits anew.

    Returns:
        the merge, or None.

    Raises:
        CannotDecidePair: with what to do instead.
    """
    alone_to_merge()
    pair = _locked(decision.pair)
    records = _records_of_both(pair)
    _must_have_rights(by, _all(records))
    if not decision.risks or decision.round != pair.round:
        raise CannotDecidePair(_("This decision does not wait for a second person."))
    try:
        with transaction.atomic():
            confirmation = Confirmation.objects.create(
                decision=decision, agrees=agrees, why=why, decided_by=decision.by, by=by, at=at
            )
    except IntegrityError as refusal:
        if Confirmation.objects.filter(decision=decision).exists():
            raise CannotDecidePair(_("Somebody answered this just now.")) from refusal
        raise CannotDecidePair(in_words(refusal, Confirmation)) from refusal
    note(
        act="sameness.confirm" if agrees else "sameness.object",
        subject=confirmation,
        by=by,
        at=at,
        why=why,
    )
    if not agrees:
        Pair.objects.filter(pk=pair.pk).update(round=pair.round + 1)
        return None
    _must_be_mergeable(records, by=by, pair=pair)
    return _merge(decision, by=by, at=at)


@transaction.atomic
def undo_merge(*, merge, why, by, at):
    """Two records are two people again, each with what was theirs all along; the pair is remembered as distinct.

    Raises:
        CannotUndoMerge: with the reason in words.
    """
    alone_to_merge()
    pair = _locked(merge.decision.pair)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise CannotUndoMerge(_("This merge was undone already."))
    if not why.strip():
        raise CannotUndoMerge(_("Say in a few words why."))
    if not may_decide(by, [merge.first_id, merge.second_id]):
        raise CannotUndoMerge(
            _("One of the records is outside your district. Please ask an adjudicator of the city.")
        )
    records = _all(_records_of_both(pair))
    Merge.objects.filter(pk=merge.pk).update(undone_at=at, undone_by=by, undone_why=why)
    Pair.objects.filter(pk=pair.pk).update(round=pair.round + 1)
    pair.refresh_from_db()
    _decide(pair, says=Decision.Says.DISTINCT, risks=[], why=why, by=by, at=at)
    _point_to_the_person(records)
    note(act="sameness.undo", subject=merge, by=by, at=at, why=why)
    merge.refresh_from_db()
    return merge


@transaction.atomic
def ask_again(*, pair, why, by, at):
    """A pair told apart by mistake goes back to the queue.

    Raises:
        CannotDecidePair: it waits already, they are one person, or the rights do not reach both records.
    """
    pair = _locked(pair)
    _must_have_rights(by, [pair.first_id, pair.second_id])
    decided = pair.decisions.filter(round=pair.round, says=Decision.Says.DISTINCT)
    if not decided.exists():
        raise CannotDecidePair(_("Only a pair that was told apart is asked again."))
    Pair.objects.filter(pk=pair.pk).update(round=pair.round + 1, changed=[], words=why[:200])
    note(act="sameness.ask_again", subject=pair, by=by, at=at, why=why)


def _locked(pair):
    return (
        Pair.objects.select_for_update(of=("self",), no_key=True)
        .select_related("first", "second")
        .get(pk=pair.pk)
    )


def _must_have_rights(person, records):
    if not may_decide(person, records):
        raise CannotDecidePair(
            _(
                "One of the records is outside your district, so an adjudicator of the city decides. Nothing was changed."
            )
        )


def _must_not_be_anothers(pair, *, by, at):
    claim = Claim.objects.filter(pair=pair, at__gt=at - CLAIM_LASTS).exclude(by=by).first()
    if claim:
        raise CannotDecidePair(
            _("%(who)s is looking at this pair. Please take the next one.") % {"who": claim.by}
        )


def _records_of_both(pair):
    """The records of each of the two persons, as lists; one list where they are one person already."""
    persons = persons_of([pair.first_id, pair.second_id])
    return list(records_of_persons(sorted(set(persons.values()))).values())


def _all(records):
    return list(chain.from_iterable(records))


def _must_be_mergeable(records, *, by, pair):
    if len(records) == 1:
        raise CannotDecidePair(
            _("Both are one person already, through other records. Nothing is left to decide.")
        )
    everybody = _all(records)
    _must_have_rights(by, everybody)
    apart = remembered_distinct(everybody).exclude(pk=pair.pk)
    if apart.exists():
        raise CannotDecidePair(
            _(
                "Another two of these records were decided to be two people. Ask about that pair again first; it is in the history."
            )
        )


def _decide(pair, *, says, risks, why, by, at):
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                pair=pair, round=pair.round, says=says, risks=risks, why=why.strip(), by=by, at=at
            )
    except IntegrityError as refusal:
        raise CannotDecidePair(in_words(refusal, Decision)) from refusal
    act = {"same": "sameness.same", "distinct": "sameness.distinct"}[says]
    note(act=act, subject=decision, by=by, at=at, why=why)
    return decision


def _merge(decision, *, by, at):
    pair = decision.pair
    merge = Merge.objects.create(
        decision=decision, first=pair.first, second=pair.second, merged_at=at, merged_by=by
    )
    note(act="sameness.merge", subject=merge, by=by, at=at, why=decision.why)
    _point_to_the_person(_all(_records_of_both(pair)))
    return merge


def _point_to_the_person(records):
    """Every record points to the smallest of those it hangs together with. See Note [One person each]."""
    edges = edges_of(records).values_list("first_id", "second_id")
    groups = joined(records, edges)
    SamePerson.objects.filter(resident__in=records).delete()
    SamePerson.objects.bulk_create(
        SamePerson(resident_id=pk, person_id=min(group))
        for group in groups
        for pk in sorted(group - {min(group)})
    )
