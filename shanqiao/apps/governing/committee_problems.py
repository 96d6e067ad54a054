"""What a committee lacks, all at once. Source: rules CF-01 (Hunan guideline of 2025; a Guangzhou text was not found)."""

from collections import Counter

from django.utils.translation import gettext as _

from .limits import LEAST_MEMBERS
from .models import Member, Rules


def problems_of_committees(funds, *, on):
    """By fund, everything its committee lacks on that day, in words; two questions however many funds."""
    members = {fund.pk: [] for fund in funds}
    for member in Member.objects.filter(fund__in=members).in_office(on=on):
        members[member.fund_id].append(member)
    ruled = set(
        Rules.objects.filter(fund__in=members, since__lte=on).values_list("fund", flat=True)
    )
    return {fund: _problems(there, has_rules=fund in ruled) for fund, there in members.items()}


def _problems(members, *, has_rules):
    roles = Counter(member.role for member in members)
    n, problems = len(members), []
    if n < LEAST_MEMBERS:
        problems.append(
            _("The committee has %(n)s members; at least %(least)s are needed.")
            % {"n": n, "least": LEAST_MEMBERS}
        )
    if n and n % 2 == 0:
        problems.append(_("The number of members is even; it should be odd."))
    if not roles[Member.Role.SUPERVISOR]:
        problems.append(_("Nobody on the committee supervises it."))
    if not roles[Member.Role.CHAIR]:
        problems.append(_("The committee has no chair."))
    if paid := sum(member.paid for member in members):
        problems.append(_("Members work without pay, and %(n)s of them are paid.") % {"n": paid})
    if not has_rules:
        problems.append(_("The fund has no written rules."))
    return problems
