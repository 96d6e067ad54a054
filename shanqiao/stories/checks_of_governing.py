"""Whether committees decided what is in force, asked the slow way: of the answers themselves."""

from shanqiao.apps.governing.models import PurposeChange, Restriction, Result
from shanqiao.apps.governing.queries import rules_of


def results_that_differ():
    """Results whose counts are not those of the answers, or that say carried where the rules do not."""
    found = Result.objects.select_related("motion__fund").prefetch_related("motion__votes")
    return [result for result in found if not _as_answered(result)]


def changes_not_whole():
    """Purposes in force that were not decided, not filed, or that a giver said no to."""
    found = Restriction.objects.filter(version__gt=1).select_related(
        "change__motion__result", "change__filing", "change__notice"
    )
    return [restriction for restriction in found if not _whole(restriction)]


def _as_answered(result):
    said = [vote.choice for vote in result.motion.votes.all()]
    counts = tuple(said.count(choice) for choice in ("yes", "no", "abstain", "recused"))
    rules = rules_of(result.motion.fund).filter(since__lte=result.motion.on).first()
    yes, no, abstained, recused = counts
    answered = yes + no + abstained
    carried = (
        100 * answered > rules.quorum_over * (result.members - recused)
        and 100 * yes > rules.majority_over * answered
        and (result.motion.kind != "investment" or 3 * yes >= 2 * result.members)
    )
    kept = (result.yes, result.no, result.abstained, result.recused)
    return kept == counts and result.carried == carried


def _whole(restriction):
    change = restriction.change
    if not change.motion.result.carried or not hasattr(change, "filing"):
        return False
    if change.fixed_in == PurposeChange.FixedIn.PLAN:
        return True
    said = [consent.agrees for consent in change.consents.all()]
    over = hasattr(change, "notice") and change.notice.until < restriction.since
    return all(said) and (sum(said) >= change.givers or over)
