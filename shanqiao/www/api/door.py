from functools import wraps

from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from shanqiao.apps.inquiries.asking import CannotAsk, key_opened_by
from shanqiao.apps.record.clock import now

from .refusing import refused


def holds_a_key(request):
    """Only programs of an organisation that holds a key for a purpose may ask here."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return key_opened_by(secret.strip() if scheme.lower() == "bearer" else "", at=now())


def with_a_key(view):
    """Let the view run with the key whose secret came along; no session, no cookie."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def guarded(request):
        try:
            return view(request, holds_a_key(request))
        except CannotAsk as refusal:
            return refused(refusal)

    guarded.may = holds_a_key
    return guarded
