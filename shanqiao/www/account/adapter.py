import time
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from shanqiao.engines.sealing import seal, unseal

JUST_NOW = timedelta(minutes=15)  # long enough to find and install an app for the codes
PLACE = "mfa_authenticator.data"


class StaffOnly(DefaultAccountAdapter):
    """Accounts are given out by the operator; nobody opens one from the street."""

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who signed in just now to set up the first codes need not say once more who they are."""
        if app == "allauth.mfa" and _sets_up_the_first_codes(context.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """That one has signed in, the desk itself shows; everything else is said."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)


class SealedSecrets(DefaultMFAAdapter):
    """What one-time codes are made from is kept under the city's key, and codes are never given up."""

    def encrypt(self, text):
        return seal(text.encode(), key=settings.FIELD_KEY, place=PLACE).hex()

    def decrypt(self, encrypted_text):
        return unseal(bytes.fromhex(encrypted_text), key=settings.FIELD_KEY, place=PLACE).decode()

    def get_totp_label(self, user):
        return user.username


def _sets_up_the_first_codes(request):
    # signing in happens in real time, whatever day the demonstration is at
    person, earliest = request.user, datetime.fromtimestamp(time.time(), UTC) - JUST_NOW
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    signed_in = [said["at"] for said in get_authentication_records(request, person)]
    return (
        not codes.filter(created_at__lt=earliest).exists()
        and max(signed_in, default=0) > earliest.timestamp()
    )
