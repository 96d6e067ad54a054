import pytest
from allauth.mfa.models import Authenticator
from django.test import Client


class WithSecondFactor(Client):
    """``force_login`` signs in somebody who has set up one-time codes, as everybody who works here has."""

    def force_login(self, user, backend=None):
        Authenticator.objects.get_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}}
        )
        super().force_login(user, backend)


@pytest.fixture
def client():
    return WithSecondFactor()
