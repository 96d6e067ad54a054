"""A part of a purse is kept for some people: who stands outside it, and how much is open to them.

The part is a share of all the purse ever received. So it does not shrink while the purse is given away, and what people
outside were granted in earlier plans has used up some of what is open to them.
"""

from django.db.models import F
from django.utils.timezone import localdate

from shanqiao.apps.books.lines import lay_if_free
from shanqiao.apps.funds.models import Purse
from shanqiao.engines.eligibility import parse

from .facts import facts_of_need
from .models import Reserve


def stands_outside(*, proposal, assessment, at):
    """Does this proposal come out of what is open to all? What is not known is outside, as in the plan."""
    purse = proposal.purse
    if not purse.reserved_share:
        return False
    facts = facts_of_need(proposal.need, assessment, day=localdate(at))
    return parse(purse.reserved_for).evaluate(facts) is not True


def open_to_all(*, share, received):
    """The most that people outside a reserve get altogether; a part of a unit is kept."""
    return received - -(-share * received // 100)


def take_from_open_part(*, purse, count):
    """Move what people outside the reserve were promised. See Note [Need before purse].

    The limit is asked anew: whoever holds the row sees every gift that was booked before.
    """
    Reserve.objects.get_or_create(purse=purse, defaults={"limit": 0})
    Reserve.objects.select_for_update(no_key=True).get(purse=purse)
    lay_if_free(line=purse.line)
    there = Purse.objects.values_list("reserved_share", "line__received")
    share, received = there.get(pk=purse.pk)
    Reserve.objects.filter(purse=purse).update(
        limit=open_to_all(share=share, received=received), outside=F("outside") + count
    )


def give_back_to_open_part(*, purse, count):
    """A grant to somebody outside the reserve is taken back."""
    Reserve.objects.filter(purse=purse).update(outside=F("outside") - count)
