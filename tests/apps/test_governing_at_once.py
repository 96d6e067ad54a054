"""A committee pressing at the same moment: one answer each, and every answer counted or refused."""

from functools import partial

from shanqiao.apps.governing.changing import (
    CannotAddToChange,
    CannotTakeEffect,
    file_change,
    record_consent,
    take_effect,
)
from shanqiao.apps.governing.models import GiverConsent, Restriction, Result, Vote
from shanqiao.apps.governing.voting import CannotVote, cast_vote, close_motion
from tests.apps.crowd import all_at_once
from tests.factories import NOON, TODAY
from tests.governing import a_change, a_governed_fund, a_motion, answer, carry, members


def test_fifty_presses_of_one_member_are_one_answer(committed):
    motion = a_motion()
    member = members(motion.fund)[0]

    outcomes = all_at_once(
        [
            partial(cast_vote, motion=motion, choice=choice, by=member.person, at=NOON)
            for choice in ["yes", "no"] * 25
        ]
    )

    assert Vote.objects.filter(motion=motion).count() == 1
    assert sum(isinstance(o, Vote) for o in outcomes) == 1
    assert {type(o) for o in outcomes} == {Vote, CannotVote}


def test_every_answer_is_counted_or_refused_while_others_close(committed):
    motion = a_motion(fund=a_governed_fund(members=11))
    answer(motion, *["yes"] * 5)
    late = [
        partial(cast_vote, motion=motion, choice="no", by=member.person, at=NOON)
        for member in members(motion.fund)[5:]
    ]
    close = partial(close_motion, motion=motion, by=motion.put_by, at=NOON)

    all_at_once(late + [close] * 10)
    last = all_at_once([close] * 10)

    result = Result.objects.get(motion=motion)
    assert result.no == Vote.objects.filter(motion=motion, choice="no").count() == 6
    assert sum(isinstance(o, Result) for o in last) <= 1
    assert not result.carried


def test_a_no_of_a_giver_comes_before_the_effect_or_not_at_all(committed):
    change = a_change(givers=1)
    carry(change.motion)
    by = change.motion.put_by
    record_consent(change=change, gift="1", agrees=True, said_on=TODAY, by=by, at=NOON)
    file_change(change=change, office="民政局", number="1", filed_on=TODAY, by=by, at=NOON)
    refuse = [
        partial(
            record_consent, change=change, gift=f"n{n}", agrees=False, said_on=TODAY, by=by, at=NOON
        )
        for n in range(10)
    ]
    effect = partial(take_effect, change=change, by=by, at=NOON)

    outcomes = all_at_once(refuse + [effect] * 10)

    took = Restriction.objects.filter(change=change).count()
    refused = GiverConsent.objects.filter(change=change, agrees=False).count()
    assert (took, refused > 0) in {(1, False), (0, True)}
    assert {type(o) for o in outcomes} <= {
        Restriction,
        GiverConsent,
        CannotTakeEffect,
        CannotAddToChange,
    }
