"""What every page of a case shares: who may open it, the look on record, one form with its draft."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from shanqiao.apps.cases.queries import case_of
from shanqiao.apps.record.models import Look
from shanqiao.www.parts.drafts import fill, sent

from .looks import look
from .paper_forms import OF_FORMS


def of_a_case(view):
    """The view gets a case that this person may open, and the look at its resident is on record."""

    @wraps(view)
    def guarded(request, pk, **words):
        case = case_of(pk, request.user)
        if case is None:
            raise Http404
        look(request, case.resident, Look.Reason.CASEWORK)
        return view(request, case, **words)

    return guarded


def filled(request, case, *, form, name, title, save, refusals, button, **context):
    """One form of a case: shown with its draft, saved, or refused in words with nothing lost.

    Args:
        save: does it and returns what is true now, in words.
        refusals: the errors that save may raise.
    """
    draft_name = f"case-{case.pk}-{name}"
    draft = fill(request, draft_name, form)
    if form.is_valid():
        try:
            said = save()
        except refusals as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(request, said)
            return redirect("station:case", pk=case.pk)
    context |= {
        "case": case,
        "form": form,
        "title": title,
        "button": button,
        "draft": draft,
        "draft_name": draft_name,
        "paper": OF_FORMS.get(type(form), ""),
    }
    status = 422 if form.errors else 200
    return render(request, "station/cases/form.html", context, status=status)
