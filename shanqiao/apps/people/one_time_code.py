import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt


def code_now(person):
    """The code that this person's phone shows at this moment; only demonstrations ask for it."""
    phone = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if phone is None:
        return ""
    step = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(decrypt(phone.data["secret"]), step))
