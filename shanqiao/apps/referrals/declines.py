"""What a no leads to: each reason keeps something from being sent again, until something changes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.record.models import Entry

from .models import Referral, ReferralStep
from .queries import open_ones

# Note [What a decline of a referral leads to]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A no without a consequence comes back next week. Each reason has one, asked from the rows:
#   no_capacity   whoever declined has no places for this kind until a day (a row of Capacity, written with the step); a
#                 fund has no means for it until that day;
#   not_eligible  not sent there again for this need until it is assessed anew or something known of the resident changes;
#   covered       sent nowhere until the station has assessed the need again;
#   unreachable   back to the worker: sent again only after something known of the resident changed, or a new assessment;
#   not_ours      not sent there again for this need.

Reason = ReferralStep.Reason


@dataclass(frozen=True, kw_only=True)
class InTheWay:
    """One thing that stands in the way, or is worth knowing before it is sent."""

    code: str
    says: str
    stops: bool = True


def of_before(referral):
    """What earlier referrals of the same need keep from being sent again. See Note [What a decline of a referral leads to]."""
    same = Referral.objects.filter(need=referral.need, **referral.target).exclude(pk=referral.pk)
    if open_ones(same).exists():
        yield InTheWay(
            code="open", says=_("This need was sent there already, and that referral is not over.")
        )
    noes = ReferralStep.objects.filter(kind="rejected", referral__need=referral.need)
    covered = noes.filter(reason=Reason.COVERED).order_by("-at").first()
    if covered and not _assessed_since(referral.need, covered.at):
        yield InTheWay(
            code="look_again",
            says=_(
                "It was said that the resident is helped elsewhere. Assess the need again first."
            ),
        )
    last = noes.filter(referral__in=same).order_by("-at").first()
    if last is None:
        return
    if last.reason == Reason.NOT_OURS:
        yield InTheWay(
            code="declined", says=_("They said that they do not help with this. Ask somebody else.")
        )
    if last.reason in (Reason.NOT_ELIGIBLE, Reason.UNREACHABLE) and not _changed_since(
        referral.need, last.at
    ):
        says = {
            Reason.NOT_ELIGIBLE: _(
                "They said that the resident does not meet their conditions. Send it again when something has changed."
            ),
            Reason.UNREACHABLE: _(
                "They could not reach the resident. Please correct the telephone or assess again, then send it once more."
            ),
        }
        yield InTheWay(code="declined", says=says[last.reason])


def no_means_until(referral, *, on):
    """The last day of which the purse or programme said that it has no means for this kind, or None."""
    noes = ReferralStep.objects.filter(
        reason=Reason.NO_CAPACITY,
        until_on__gte=on,
        **{f"referral__{name}": pk for name, pk in referral.target.items()},
        referral__need__kind=referral.need.kind,
    )
    return noes.order_by("-at").values_list("until_on", flat=True).first()


def _assessed_since(need, at):
    return Assessment.objects.filter(need=need, signed_at__gt=at).exists()


def _changed_since(need, at):
    resident = f"{need.resident._meta.label_lower}:{need.resident_id}"
    changes = Entry.objects.filter(act="residents.change", subject=resident, at__gt=at)
    return _assessed_since(need, at) or changes.exists() or _added_since(need.resident, at)


def _added_since(resident, at):
    return any(
        rows.filter(told_at__gt=at).exists()
        for rows in (resident.phones, resident.documents, resident.residences)
    )
