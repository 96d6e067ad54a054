"""What can be asked of committees and motions."""

from django.db.models import Q

from .committee_model import Interest, Member, Rules
from .motion_model import Motion
from .purpose_model import Restriction


def members_of(fund, *, on):
    """The committee of a fund on one day."""
    return Member.objects.filter(fund=fund).in_office(on=on)


def committees_of(person, *, on):
    """The memberships a person holds on that day."""
    if not person.is_authenticated:
        return Member.objects.none()
    return Member.objects.filter(person=person).in_office(on=on).select_related("fund__host")


def rules_of(fund):
    """All versions of a fund's rules, the newest first."""
    return Rules.objects.filter(fund=fund).order_by("-version")


def big_uses_from(funds, *, on):
    """{fund: from how many fen on its committee decides about a use} by the rules of that day, where they say so."""
    rules = Rules.objects.filter(fund__in=funds, since__lte=on).order_by("version")
    said = dict(rules.values_list("fund_id", "big_use_from"))
    return {fund: fen for fund, fen in said.items() if fen is not None}


def interests_in(motion, person):
    """The interests by which a person takes no part in this motion."""
    of = Q(motion=motion)
    if motion.party_id is not None:
        of |= Q(party=motion.party_id)
    return Interest.objects.filter(of, member__person=person)


def motions_waiting_for(person, *, on):
    """Motions that this person has not answered, and may answer on that day."""
    memberships = Member.objects.filter(person=person)
    day = Q(way=Motion.Way.LETTER, on__gte=on) | Q(way=Motion.Way.MEETING, on=on)
    in_office = Q()
    for member in memberships:
        ends = Q(on__lte=member.until) if member.until else Q()
        in_office |= Q(fund=member.fund_id, on__gte=member.since) & ends
    if not in_office:
        return Motion.objects.none()
    return (
        Motion.objects.filter(day & in_office, result=None)
        .exclude(votes__member__in=memberships)
        .order_by("on", "pk")
    )


def restriction_of(purse, *, on):
    """What a purse may be used for on that day, or None if nobody wrote it down."""
    return purse.restrictions.filter(since__lte=on).order_by("-version").first()


def restrictions_on(purses, *, on):
    """The same for several purses, by purse, asked together."""
    newest = Restriction.objects.filter(purse__in=purses, since__lte=on)
    return {r.purse_id: r for r in newest.order_by("version")}
