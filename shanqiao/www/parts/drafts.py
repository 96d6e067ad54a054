"""What is typed into a long form is kept while it is typed, so that no lost connection loses it.

A form takes part by ``{% include "parts/draft_keep.html" %}`` inside it and ``parts/draft.html`` above
it, and its view by ``fill`` and ``sent``.
"""

import json

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from shanqiao.apps.people.actions import drop_draft, keep_draft
from shanqiao.apps.people.queries import draft_of
from shanqiao.apps.record.clock import now

from .door import only, signed_in

LONGEST = (
    50_000  # characters; nine long fields are 36,000, and their line breaks are written as four
)
NOT_KEPT = ("csrfmiddlewaretoken", "next", "opened", "once")
SENT = "drafts_sent"  # in the session: which forms were sent, and when


@only(signed_in)
@require_POST
def draft(request, name):
    """Keep what was typed so far (htmx), or begin anew (the button)."""
    if "anew" in request.POST:
        drop_draft(form=name, by=request.user, at=now())
        back = request.POST.get("next", "")
        own = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if own else "desk")
    if _overtaken(request, name):
        return HttpResponse(status=204)
    said = {n: values for n, values in request.POST.lists() if n not in NOT_KEPT}
    typed = json.dumps(said, ensure_ascii=False)
    if len(typed) > LONGEST or len(name) > 60:
        return HttpResponseBadRequest()
    keep_draft(form=name, typed=typed, by=request.user, at=now())
    return HttpResponse(status=204)


def fill(request, name, *forms):
    """Fill what was typed before into forms that are shown for the first time; the draft, or None."""
    kept = None if request.POST else draft_of(request.user, form=name, at=now())
    if kept:
        typed = MultiValueDict(json.loads(kept.typed))
        for form in forms:
            form.initial |= dict(_typed_into(form, typed))
    return kept


def _typed_into(form, typed):
    """(field, value) of what was typed; several ticks of one field are several values, and none is none."""
    for field, widget in ((name, one.widget) for name, one in form.fields.items()):
        name = form.add_prefix(field)
        if not widget.value_omitted_from_data(typed, {}, name):
            yield field, widget.value_from_datadict(typed, {}, name)


def sent(request, name):
    """The form was sent; its draft is not needed any more."""
    drop_draft(form=name, by=request.user, at=now())
    request.session[SENT] = {**request.session.get(SENT, {}), name: now().timestamp()}


def _overtaken(request, name):
    """Was the form sent after this page was opened? Then what arrives late is no draft of anything."""
    try:
        opened = float(request.POST.get("opened", ""))
    except ValueError:
        return False
    return opened <= request.session.get(SENT, {}).get(name, 0)
