from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect


def only(may):
    """Let the view run for people of whom ``may(person)`` is true; its docstring says so to the others.

    Who has not signed in is asked to, and comes back afterwards.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if may(request.user):
                return view(request, *args, **kwargs)
            if request.user.is_anonymous:
                return _sign_in_first(request)
            raise PermissionDenied(gettext(may.__doc__))

        guarded.may = may
        return guarded

    return decorate


def everybody(person):
    """Everybody may open this page."""
    return True


def signed_in(person):
    """Only people who work here may open this page."""
    return person.is_authenticated


def _sign_in_first(request):
    if request.htmx:  # a part of a page was asked for; the whole page goes to the sign-in
        page = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(page, settings.LOGIN_URL).url)
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
