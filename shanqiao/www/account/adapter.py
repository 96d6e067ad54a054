from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from shanqiao.engines.sealing import seal, unseal

PLACE = "mfa_authenticator.data"


class StaffOnly(DefaultAccountAdapter):
    """Accounts are given out by the operator; nobody opens one from the street."""

    def is_open_for_signup(self, request):
        return False

    def add_message(self, request, level, message_template=None, **kwargs):
        """The desk greets people itself; everything else is said."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, **kwargs)


class SealedSecrets(DefaultMFAAdapter):
    """What one-time codes are made from is kept under the city's key, and codes are never given up."""

    def encrypt(self, text):
        return seal(text.encode(), key=settings.FIELD_KEY, place=PLACE).hex()

    def decrypt(self, encrypted_text):
        return unseal(bytes.fromhex(encrypted_text), key=settings.FIELD_KEY, place=PLACE).decode()

    def get_totp_label(self, user):
        return user.username
