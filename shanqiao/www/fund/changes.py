"""What a plan changed, at the purses of one's own funds."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.funds.queries import funds_of, seats_of
from shanqiao.stories.plan_changes import changes_for_funds, stayed_for_funds
from shanqiao.www.parts.changes import (
    ChangeFilter,
    ChangeTable,
    any_has,
    counted,
    empty_of,
    sentence,
)
from shanqiao.www.parts.lists import listing

NOTHING = gettext_lazy("Nothing changed for your funds.")


class FundChangeTable(ChangeTable):
    """Purses of other funds are not named."""

    def giver(self, purse):
        ours = {seat.fund_id for seat in seats_of(self.request.user)}
        return purse.label if purse.fund_id in ours else _("another fund")

    def page_of(self, change):
        ours = {seat.fund_id for seat in seats_of(self.request.user)}
        if change.proposal is None or change.purse.fund_id not in ours:
            return ""
        return reverse("fund:proposal", args=[change.proposal])


class FundChangeFilter(ChangeFilter):
    def by_giver(self, text):
        found = Q()
        for purse in ("purse", "left"):
            ours = Q(**{f"{purse}__fund__in": funds_of(self.request.user)})
            found |= ours & any_has(text, (f"{purse}__name", f"{purse}__name_en"))
        return found


def plan_page(request, plan, context):
    """The page of a plan with the list of what it changed; a part or a file of the list where that is asked for."""
    return listing(
        request,
        table=FundChangeTable,
        filters=FundChangeFilter,
        rows=changes_for_funds(plan, person=request.user),
        template="fund/plans/show.html",
        file_name=f"plan-{plan.pk}-changes",
        sentence=sentence,
        empty=empty_of(plan, NOTHING),
        context={**context, "counts": counts_for(plan, request.user)},
    )


def counts_for(plan, person):
    """How many proposals of one's own funds a plan changed, each with where they are listed."""
    return counted(
        changes_for_funds(plan, person=person),
        stayed=stayed_for_funds(plan, person=person).count(),
        address=reverse("fund:plan", args=[plan.pk]),
    )
