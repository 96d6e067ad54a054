"""Two records and who decides about them; through the actions."""

from shanqiao.apps.people.actions import give_post
from shanqiao.apps.people.models import Post
from shanqiao.apps.sameness.actions import decide_pair
from shanqiao.apps.sameness.models import Pair
from shanqiao.apps.sameness.proposing import propose_pairs
from tests.factories import NOON, a_person, a_resident, a_social_worker, a_station, a_street


def an_adjudicator(*, district=None):
    """Of a district, or of the whole city."""
    person = a_person()
    give_post(person=person, role=Post.Role.ADJUDICATOR, district=district, at=NOON)
    return person


def a_worker_in(code):
    """A social worker whose station stands in this street."""
    return a_social_worker(station=a_station(street=a_street(code=code)))


def a_pair(first=None, second=None, *, probability=0.95, why=Pair.Why.MACHINE, at=NOON, **said):
    """Two records that may be one person, in the queue."""
    one, other = first or a_resident(), second or a_resident()
    row = {"first": one.pk, "second": other.pk, "probability": probability, "evidence": {}}
    propose_pairs(rows=[row], why=why, at=at, **said)
    return Pair.objects.get(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


def merged(first=None, second=None, *, by=None, at=NOON, **facts):
    """The merge of two records."""
    pair = first if isinstance(first, Pair) else a_pair(first, second, **facts)
    decision, merge = decide_pair(
        pair=pair, says="same", why="the same card", by=by or an_adjudicator(), at=at
    )
    assert merge is not None, decision.risks
    return merge
