"""One field for what just happened, reached from every page of the desk by a button and a key."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.cases.models import Case
from shanqiao.apps.cases.working import CannotWriteContact, write_contact
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.phone import sent_once

from .case_filters import found_by
from .door import works_at_a_station
from .forms.talks import QuickForm
from .looks import look

FOUND = 8
NAME = "quick"


@only(works_at_a_station)
@sent_once
def entry(request):
    """Write down what happened in a case: say it, find whom, send."""
    looked = "find" in request.POST
    form = QuickForm(initial=request.POST.dict()) if looked else QuickForm(request.POST or None)
    draft = fill(request, NAME, form)
    found, case = _found(request)
    if form.is_valid():
        if case is None:
            form.add_error("q", _("Please find and choose the case."))
        elif _written(request, form, case):
            return redirect("station:case", pk=case.pk)
    context = {
        "form": form,
        "found": found,
        "chosen": case or (found[0] if len(found) == 1 else None),
        "searched": bool(request.POST.get("q", "").strip()),
        "draft": draft,
        "draft_name": NAME,
    }
    status = 422 if form.errors else 200
    return render(request, "station/quick.html", context, status=status)


def _found(request):
    """(cases that fit what was searched, the one chosen or None), among those one works on."""
    mine = Case.objects.worked_on_by(request.user).open().select_related("resident__street")
    words = request.POST.get("q", "").strip()
    found = list(found_by(mine, words).order_by("-pk")[:FOUND]) if words else []
    chosen = request.POST.get("case", "")
    picked = mine.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    return found, picked


def _written(request, form, case):
    """Is it written down? Otherwise the refusal stands in the form."""
    at = now()
    look(request, case.resident, Look.Reason.CASEWORK)
    try:
        write_contact(
            case=case,
            kind=form.cleaned_data["kind"],
            minutes=form.cleaned_data["minutes"],
            words=form.cleaned_data["words"],
            done_on=localdate(at),
            by=request.user,
            at=at,
        )
    except CannotWriteContact as refusal:
        form.add_error(None, str(refusal))
        return False
    sent(request, NAME)
    messages.success(
        request, _("Written down in case %(number)s, as of today.") % {"number": case.pk}
    )
    return True
