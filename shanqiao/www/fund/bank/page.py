"""The page of a statement: how far it is, what was found, what can be done now."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.bank.actions import (
    CannotTakeStatement,
    ask_to_take_statement,
    give_up_statement,
)
from shanqiao.apps.bank.queries import statements_of
from shanqiao.apps.record.clock import now
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .facts import READ, TAKE, hand_to_the_worker, page_of
from .filters import RemarkFilter
from .hosts import hosts_of
from .tables import RemarkTable


@only(keeps_accounts)
def show(request, pk):
    part = "#progress" if request.htmx and request.htmx.target == "progress" else ""
    context = page_of(_mine(request, pk), at=now())
    return render(request, "fund/bank/page.html" + part, context)


@only(keeps_accounts)
@require_POST
def act(request, pk):
    """What the buttons of a statement's page do."""
    statement, said = _mine(request, pk), {"by": request.user, "at": now()}
    try:
        match request.POST.get("act"):
            case "take":
                whole = request.POST.get("rows") == "whole"
                ask_to_take_statement(statement=statement, whole=whole, **said)
                hand_to_the_worker(TAKE, statement)
            case "again":
                hand_to_the_worker(TAKE if statement.take_asked_at else READ, statement)
            case "give_up":
                give_up_statement(statement=statement, **said)
                messages.success(request, _("Given up. Nothing of this statement was taken in."))
                return redirect("fund:statements")
    except CannotTakeStatement as refusal:
        messages.error(request, str(refusal))
    return redirect("fund:statement", pk=pk)


@only(keeps_accounts)
def remarks(request, pk):
    statement = get_object_or_404(statements_of(hosts_of(request.user)), pk=pk)
    return listing(
        request,
        table=RemarkTable,
        filters=RemarkFilter,
        rows=statement.remarks.select_related("account"),
        template="fund/bank/remarks.html",
        file_name="remarks",
        sentence=_sentence,
        empty=Empty(says=_("Every row of this statement can be used, and every balance follows.")),
        context={"statement": statement},
    )


def _mine(request, pk):
    return get_object_or_404(statements_of(hosts_of(request.user)), pk=pk)


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s remark.", "%(n)s remarks.", count) % {"n": count} if count else ""
