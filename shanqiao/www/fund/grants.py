from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.approvals.queries import approvers_of
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import AskedBack
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.stories.both_ways import payers_of_grant
from shanqiao.stories.conditions import condition_in_words
from shanqiao.stories.grants import (
    State,
    can_be_taken_back,
    grants_of,
    story_of_grant,
    to_pay,
)
from shanqiao.stories.money_out import pays_from, returnable, returns_of, to_approve
from shanqiao.stories.stages import with_stage
from shanqiao.stories.telling import way_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Bulk, Empty, listing

from .about import badge, told_of
from .asking import room_to_ask
from .door import decides, has_a_seat, pays
from .filters import GrantFilter
from .followed_file import followed_file
from .tables import GrantTable

EMPTY = Empty(
    says=gettext_lazy(
        "Your funds have promised nothing yet. What you approve stands here until it has arrived."
    ),
    step=gettext_lazy("Look at the proposals"),
    url_name="fund:proposals",
)
PAYERS = 10  # the largest; the file has all of them
PAY = Bulk(label=gettext_lazy("Pay…"), url_name="fund:pay", icon="cash")
TAKE_BACK = Bulk(
    label=gettext_lazy("Take back…"),
    url_name="fund:release",
    icon="arrow-back-up",
    look="btn-outline-secondary",
)


@only(has_a_seat)
def browse(request):
    person = request.user
    return listing(
        request,
        table=GrantTable,
        filters=GrantFilter,
        rows=grants_of(person),
        template="fund/grants/browse.html",
        file_name="grants",
        sentence=_sentence,
        empty=EMPTY,
        bulk=[PAY] * pays(person) + [TAKE_BACK] * decides(person),
        context={"may_pay": pays(person)},
    )


@only(has_a_seat)
def show(request, pk):
    person = request.user
    grant = get_object_or_404(grants_of(person), pk=pk)
    need = with_stage(Need.objects.filter(pk=grant.need_id)).get()
    waiting = grant.state == State.APPROVED
    paid_by = payers_of_grant(grant)
    data = {
        "grant": grant,
        "told": told_of(grant),
        "state": badge(grant.state),
        "condition": condition_in_words(grant.basis["eligible"]),
        "way": way_of(need),
        "story": story_of_grant(grant),
        "asked_back": AskedBack.objects.outstanding().filter(grant=grant),
        "may_waive": funds_of(person, Seat.Role.DECIDES).filter(pk=grant.purse.fund_id).exists(),
        "payers": paid_by[:PAYERS],
        "more_payers": len(paid_by) - PAYERS,
        "waiting": waiting,
        "may_pay": waiting
        and to_pay(grants_of(person, "pays"), person=person).filter(pk=pk).exists(),
        "approvers": approvers_of(grant),
        "may_approve": to_approve(person).filter(pk=pk).exists(),
        "returns": returns_of(grant),
        "may_return": returnable(grant) and pays_from(person, grant),
        "room": room_to_ask(grant, person),
        "may_take_back": can_be_taken_back(grant)
        and grants_of(person, "decides").filter(pk=pk).exists(),
    }
    return render(request, "fund/grants/show.html", data)


@only(has_a_seat)
def payers(request, pk):
    """All gifts that paid a grant, as a file."""
    grant = get_object_or_404(grants_of(request.user), pk=pk)
    note(act="books.export", subject=grant, by=request.user, at=now(), why="payers, csv")
    return followed_file(payers_of_grant(grant), unit=grant.unit, name=f"grant-{pk}-payers")


payers.no_page = True  # a file to take along


def _sentence(rows):
    grants = rows.order_by()
    count = grants.count()
    if not count:
        return ""
    waiting = grants.filter(state=State.APPROVED).count()
    missing = grants.filter(state=State.MISSING).count()
    words = ngettext("%(n)s grant", "%(n)s grants", count) % {"n": count}
    if waiting:
        words += ngettext(
            ", %(n)s of them is to be paid", ", %(n)s of them are to be paid", waiting
        ) % {"n": waiting}
    if missing:
        words += ngettext(
            ", %(n)s did not arrive in full", ", %(n)s did not arrive in full", missing
        ) % {"n": missing}
    return words + _(".")
