import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache


def code_now(person):
    """The code that this person's phone shows at this moment; only demonstrations ask for it.

    A code opens the door once. Where it was used just now, it is the next one that would be taken.
    """
    phone = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if phone is None:
        return ""
    secret, now = decrypt(phone.data["secret"]), int(time.time()) // app_settings.TOTP_PERIOD
    apart = app_settings.TOTP_TOLERANCE
    codes = [format_hotp_value(hotp_value(secret, now + n)) for n in (0, apart, -apart)]
    # how a used code is remembered is a matter of the library; its tests and ours would notice a change
    return next((c for c in codes if not cache.get(TOTP(phone)._get_used_cache_key(c))), codes[0])
