"""What stands in the way of a grant, as things a screen can show: all at once, each with what may be done."""

from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.governing.queries import restrictions_on
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.sameness.queries import in_doubt, people_agreeing_to
from shanqiao.engines.eligibility import parse

from .facts import facts_of_need

COMMITTEE = "committee"  # waits for its decision; see Note [A big use is decided]
STALE_AFTER = 180  # days; an older assessment is shown as a warning


@dataclass(frozen=True, kw_only=True)
class Problem:
    says: str  # to the person at the screen
    stops: bool = True
    code: str = ""  # for who says the same in other words


def problems_with_grant(*, proposal, at):
    """Everything that stands in the way now, whatever was true when the plan was made."""
    return problems_with_grants(proposals=[proposal], at=at)[proposal.pk]


def problems_with_grants(*, proposals, at):
    """The same for several proposals, asked together: a list of problems by identity of the proposal."""
    needs = {p.need_id: p.need for p in proposals}
    assessments = {a.need_id: a for a in latest_assessments(needs=needs)}
    residents = {need.resident_id for need in needs.values()}
    agreeing = people_agreeing_to(Consent.Purpose.FINDING_HELP, among=residents)
    doubted = in_doubt(residents)
    bound = restrictions_on({p.purse_id for p in proposals}, on=localdate(at))
    return {
        p.pk: _problems(
            p.need,
            p.purse,
            assessments.get(p.need_id),
            bound.get(p.purse_id),
            agrees=p.need.resident_id in agreeing,
            doubted=p.need.resident_id in doubted,
            today=localdate(at),
        )
        for p in proposals
    }


def _problems(need, purse, assessment, bound, *, agrees, doubted, today):
    problems = []
    if need.closed_at:
        problems.append(Problem(says=_("The need is closed."), code="closed"))
    if not agrees:
        says = _("The resident no longer agrees that help is looked for.")
        problems.append(Problem(says=says, code="consent"))
    if doubted:
        problems.append(
            Problem(
                says=_(
                    "Whether this resident is registered twice is being looked at. That holds no help up; if it is one person, both needs will be looked at."
                ),
                stops=False,
            )
        )
    problems += [Problem(says=words) for words in _outside_its_use(need, bound, today)]
    if assessment is None:
        return [*problems, Problem(says=_("The need has not been assessed."), code="not_assessed")]
    problems += _beyond_the_conditions(need, purse, assessment, today)
    if (today - localdate(assessment.signed_at)).days > STALE_AFTER:
        problems.append(
            Problem(
                says=_("Assessed more than half a year ago; better look again first."), stops=False
            )
        )
    return problems


def _outside_its_use(need, bound, today):
    """What the purse may be used for, where that is written down (rules US-01), in words."""
    if bound is None:
        return
    if not bound.period_from <= today <= bound.period_to:
        yield _("The period in which this purse may be used is over, or has not begun.")
    street = need.resident.street_id
    if bound.streets and street not in bound.streets and street[:6] not in bound.streets:
        yield _("This purse may be used in other streets only.")


def _beyond_the_conditions(need, purse, assessment, today):
    """The givers' conditions that do not hold today."""
    if need.kind not in purse.kinds or need.item != purse.item:
        yield Problem(says=_("The givers gave for another purpose."))
    if not purse.valid_from <= max(today, need.open_on) or today > purse.valid_to:
        yield Problem(says=_("The givers' conditions are not valid today."))
    served = purse.streets
    street = need.resident.street_id
    if served and street not in served and street[:6] not in served:
        yield Problem(says=_("The givers gave for other streets."))
    if purse.eligible:
        answer = parse(purse.eligible).evaluate(facts_of_need(need, assessment, day=today))
        if answer is None:
            says = _("Something the givers ask for is not known about the resident.")
            yield Problem(says=says, code="paper")
        elif not answer:
            says = _("The givers gave for others: the resident does not meet their condition.")
            yield Problem(says=says, code="condition")
