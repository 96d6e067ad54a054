"""What would come of approving several proposals now, told before anybody presses."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from shanqiao.apps.books.models import Line
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.sameness.queries import persons_of, records_of_persons

from .actions import says_double
from .big_uses import BigUses
from .doubles import Doubles
from .models import Cover, Grant, Proposal, Reserve, Share
from .problems import COMMITTEE, Problem, problems_with_grants
from .reserves import open_to_all, stands_outside


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What would come of one proposal, after those before it."""

    proposal: Proposal
    problems: tuple[Problem, ...]

    @property
    def goes_through(self):
        return not any(problem.stops for problem in self.problems)


def foresee_approvals(*, proposals, by, at):
    """What would be approved and what refused, with every reason, in the order in which it would happen.

    It promises nothing: others may press meanwhile, and the database has the last word. But the
    words are those it would use.

    Args:
        proposals: with need, resident, purse, plan and asking loaded.
    """
    proposals = in_order(proposals)
    known = problems_with_grants(proposals=proposals, at=at)
    decides = set(funds_of(by, Seat.Role.DECIDES).values_list("pk", flat=True))
    totals, big = Totals(proposals, at=at), BigUses(proposals, at=at)
    foreseen = []
    for proposal in proposals:
        problems = [
            *known[proposal.pk],
            *(Problem(says=words) for words in _who_may_not(proposal, by, decides, totals)),
            *(Problem(says=words, code=COMMITTEE) for words in big.beyond(proposal)),
            *(Problem(says=words) for words in totals.beyond(proposal)),
        ]
        foreseen.append(Foreseen(proposal=proposal, problems=tuple(problems)))
        if foreseen[-1].goes_through:
            totals.move(proposal)
            big.move(proposal)
    return foreseen


def in_order(proposals):
    """As approvals take them; see Note [Need before purse]."""
    return sorted(proposals, key=lambda proposal: (proposal.need_id, proposal.pk))


def _who_may_not(proposal, by, decides, totals):
    if proposal.closed_at:
        yield _("This proposal was answered already, or is no longer in the plan.")
    if proposal.purse.fund_id not in decides:
        yield _("Only the fund manager of this fund decides about its proposals.")
    source = proposal.asking or proposal.plan
    if by.pk == (source.asked_by_id if proposal.asking else source.proposed_by_id):
        yield _limit(Grant, "matching_proposer_does_not_approve")
    if proposal.asking and proposal.asking.applied_by_id == by.pk:
        yield _limit(Grant, "matching_applicant_does_not_approve")
    assessment = totals.assessments.get(proposal.need_id)
    if assessment and assessment.signed_by_id == by.pk:
        yield _limit(Grant, "matching_assessor_does_not_approve")


class Totals:
    """The running totals of Note [Need before purse], moved in the mind only."""

    def __init__(self, proposals, *, at):
        self._at = at
        prefetch_related_objects(proposals, "purse__line")
        needs, purses = {p.need_id for p in proposals}, {p.purse_id: p.purse for p in proposals}
        self.assessments = {a.need_id: a for a in latest_assessments(needs=needs)}
        self._granted = dict(Cover.objects.filter(need__in=needs).values_list("need_id", "granted"))
        self._doubles = Doubles(needs)
        self._persons = persons_of(p.need.resident_id for p in proposals)
        self._shares = self._shares_of(purses)
        self._open = {
            pk: open_to_all(share=purse.reserved_share, received=purse.received)
            for pk, purse in purses.items()
        }
        for purse, outside in Reserve.objects.filter(purse__in=purses).values_list(
            "purse_id", "outside"
        ):
            self._open[purse] -= outside
        self._free = {pk: purse.free for pk, purse in purses.items()}

    def _shares_of(self, purses):
        """{(purse, person): what they got, by all their records}."""
        records = records_of_persons(set(self._persons.values()))
        person_of_record = {record: person for person, own in records.items() for record in own}
        shares = Counter()
        for purse, resident, granted in Share.objects.filter(
            purse__in=purses, resident__in=person_of_record
        ).values_list("purse_id", "resident_id", "granted"):
            shares[purse, person_of_record[resident]] += granted
        return shares

    def _share(self, proposal):
        return proposal.purse_id, self._persons[proposal.need.resident_id]

    def gap(self, proposal):
        """What its need still lacks; 0 where nobody has assessed it."""
        assessment = self.assessments.get(proposal.need_id)
        if assessment is None:
            return 0
        granted = self._granted.get(proposal.need_id, 0)
        return max(0, assessment.needed - assessment.elsewhere - granted)

    def free(self, proposal):
        """What its purse has left."""
        return max(0, self._free[proposal.purse_id])

    def most(self, proposal):
        """The most it could be without passing a limit."""
        rooms = [self.gap(proposal), self.free(proposal)]
        left, cap = self._doubles.left(proposal.need_id), proposal.purse.person_cap
        if left is not None:
            rooms.append(left)
        if cap is not None:
            rooms.append(cap - self._shares.get(self._share(proposal), 0))
        if self._is_outside(proposal):
            rooms.append(self._open[proposal.purse_id])
        return max(0, min(rooms))

    def beyond(self, proposal):
        """The limits that one more promise would pass, in the words of the limits."""
        if proposal.need_id in self.assessments and proposal.count > self.gap(proposal):
            yield _limit(Cover, "matching_never_cover_twice")
        left = self._doubles.left(proposal.need_id)
        if left is not None and proposal.count > left:
            yield says_double()
        cap = proposal.purse.person_cap
        if cap is not None and self._shares.get(self._share(proposal), 0) + proposal.count > cap:
            yield _limit(Share, "matching_share_within_the_cap")
        if self._is_outside(proposal) and proposal.count > self._open[proposal.purse_id]:
            yield _limit(Reserve, "matching_reserve_is_kept")
        if proposal.count > self._free[proposal.purse_id]:
            yield _limit(Line, "books_line_holds_enough")

    def move(self, proposal):
        need, share = proposal.need_id, self._share(proposal)
        self._doubles.move(need, proposal.count)
        self._granted[need] = self._granted.get(need, 0) + proposal.count
        self._shares[share] = self._shares.get(share, 0) + proposal.count
        self._free[proposal.purse_id] -= proposal.count
        if self._is_outside(proposal):
            self._open[proposal.purse_id] -= proposal.count

    def _is_outside(self, proposal):
        assessment = self.assessments.get(proposal.need_id)
        return assessment is not None and stands_outside(
            proposal=proposal, assessment=assessment, at=self._at
        )


def _limit(model, name):
    """What a limit of the database says to people."""
    return next(
        str(limit.violation_error_message)
        for limit in model._meta.constraints
        if limit.name == name
    )
