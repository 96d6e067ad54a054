from allauth.mfa.models import Authenticator
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

# Where somebody may be before the second factor is set up: on the way to it, or out.
ON_THE_WAY = frozenset(
    {
        "mfa_activate_totp",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "account_logout",
        "account_inactive",
        "set_language",
    }
)


class RequireSecondFactor:
    """Nobody works here with a password alone: the first sign-in sets up codes from a phone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_anonymous or request.resolver_match.url_name in ON_THE_WAY:
            return None
        if request.resolver_match.namespace == "public" or has_second_factor(request.user):
            return None
        if request.htmx:
            return HttpResponseClientRedirect(redirect("mfa_activate_totp").url)
        return redirect("mfa_activate_totp")


def has_second_factor(person):
    """Has this person set up one-time codes?"""
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return codes.exists()
