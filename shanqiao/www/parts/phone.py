"""What is written where there is no network is kept on the phone, sealed there, and sent once.

A form takes part by ``{% include "parts/phone.html" with what=… %}`` inside it, and its view by
``sent_once``. The rest is frontend/js/phone.js, and the service worker in templates/phone/worker.js.
"""

import hashlib
from functools import lru_cache, wraps
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shanqiao.apps.people.actions import give_back, take_once
from shanqiao.apps.people.queries import has_arrived
from shanqiao.apps.record.clock import now

from .door import everybody, only, signed_in

SIGN_IN = "phone"  # in the session: which sign-in this is; with it a phone forgets its key
OF_THE_PAGE = ("csrfmiddlewaretoken", "once", "opened", "next")
NO_NETWORK, WORKER = "phone/no_network.html", "phone/worker.js"
# All that a page without network needs. The fonts are those of the system; pictures are drawn on demand.
BUNDLE = ("dist/app.css", "dist/app.js", "dist/icons.svg", "brand/icon.svg")


# Note [No resident in the cache]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# The service worker keeps the bundle and one page that is the same for everybody, and fetches those without cookies.
# A page about a resident would lie in the cache unsealed, outlive the sign-out, be read without a look on record, and
# say tomorrow what was true yesterday. So none is kept, and there is no list of pages that might be: what is not named
# here is never put into the cache, whatever a later page holds.
@only(everybody)
def service_worker(request):
    """The worker for the whole origin, asked for anew each time so that a new version is seen at once."""
    data = {"version": _version(), "kept": [*_addresses(), reverse("no-network")]}
    answer = render(request, WORKER, data, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@only(everybody)
def no_network(request):
    """What stands there instead of a page that could not be fetched; names nobody. See Note [No resident in the cache]."""
    return HttpResponse(render_to_string(NO_NETWORK))


@only(signed_in)
@never_cache
def state(request):
    """Whether there is network, who is signed in, and a token with which this phone may send."""
    return JsonResponse({"whose": whose(request.user), "token": get_token(request)})


@only(signed_in)
@never_cache
def arrived(request, once):
    """Did the form of that page arrive?"""
    return JsonResponse({"arrived": has_arrived(request.user, once=once)})


def whose(person):
    """What a phone calls a person; it tells nobody who that is."""
    return salted_hmac("shanqiao.phone.whose", str(person.pk), algorithm="sha256").hexdigest()[:24]


def mark_sign_in(sender, request, user, **_words):
    """Each sign-in has a mark of its own, under which a phone makes its key."""
    request.session[SIGN_IN] = get_random_string(24)


def sent_once(view):
    """The view gets a form once: the same, sent again under the key of its page, changes nothing.

    What answers with a redirect was accepted; anything else was not, and may be sent again. A phone that sends what it
    kept (``X-Phone``) is answered 204 for accepted, now or before, and so never has to guess. Stands directly above the
    view, below whatever may itself lead elsewhere.
    """

    @wraps(view)
    def guarded(request, *args, **words):
        once = _once(request)
        if once is None:
            return view(request, *args, **words)
        sent = {"once": once, "said": _said(request), "by": request.user, "at": now()}
        with transaction.atomic():  # the key and what it stands for come true together
            if not take_once(**sent):
                return _was_there(request)
            answer = view(request, *args, **words)
            if answer.status_code != 302:
                give_back(**sent)
                return answer
        return HttpResponse(status=204) if _from_phone(request) else answer

    guarded.is_sent_once = True  # so that all of them can be found and tried
    return guarded


def _was_there(request):
    if _from_phone(request):
        return HttpResponse(status=204)
    messages.info(request, _("This was sent already; nothing was written twice."))
    return redirect("desk")


def _once(request):
    """The key of the page, or None where none was sent, or it is no key."""
    if request.method != "POST" or request.htmx:
        return None
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _said(request):
    """A digest under the city's key of what was sent: nobody can try out words against it."""
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name not in OF_THE_PAGE:
            digest.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        digest.update(repr((name, hashlib.sha256(file.read()).hexdigest())).encode())
        file.seek(0)
    told = salted_hmac("shanqiao.phone.said", digest.hexdigest(), algorithm="sha256")
    return told.hexdigest()


def _from_phone(request):
    return request.headers.get("X-Phone") == "1"


def _addresses():
    return [static(name) for name in BUNDLE if finders.find(name)]


@lru_cache(maxsize=1)
def _version():
    """Changes with the bundle, the page without network and the worker itself."""
    digest = hashlib.sha256(render_to_string(NO_NETWORK).encode())
    digest.update(get_template(WORKER).template.source.encode())
    for name in BUNDLE:
        if found := finders.find(name):
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:16]
