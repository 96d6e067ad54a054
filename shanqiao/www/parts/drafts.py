"""What is typed into a long form is kept while it is typed, so that no lost connection loses it.

A form takes part by ``{% include "parts/draft_keep.html" %}`` inside it and ``parts/draft.html`` above
it, and its view by ``fill`` and ``sent``.
"""

import json

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from shanqiao.apps.people.actions import drop_draft, keep_draft
from shanqiao.apps.people.queries import draft_of
from shanqiao.apps.record.clock import now

from .door import only, signed_in

LONGEST = 20_000  # characters
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
    typed = json.dumps({n: v for n, v in request.POST.items() if n not in NOT_KEPT})
    if len(typed) > LONGEST or len(name) > 60:
        return HttpResponseBadRequest()
    keep_draft(form=name, typed=typed, by=request.user, at=now())
    return HttpResponse(status=204)


def fill(request, name, *forms):
    """Fill what was typed before into forms that are shown for the first time; the draft, or None."""
    kept = None if request.POST else draft_of(request.user, form=name, at=now())
    if kept:
        typed = json.loads(kept.typed)
        for form in forms:
            names = {field: form.add_prefix(field) for field in form.fields}
            form.initial |= {f: typed[n] for f, n in names.items() if n in typed}
    return kept


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
