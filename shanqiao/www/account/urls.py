"""Signing in and out. Each page stands here with its door, so that no other page of allauth is open."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from shanqiao.www.parts.door import everybody, only, signed_in

from . import sign_in

urlpatterns = [
    path("sign-in/", only(everybody)(sign_in.with_password), name="account_login"),
    path("sign-in/code/", only(everybody)(sign_in.with_code), name="mfa_authenticate"),
    path("sign-out/", only(everybody)(account.logout), name="account_logout"),
    path("closed/", only(everybody)(account.account_inactive), name="account_inactive"),
    path("once-more/", only(signed_in)(account.reauthenticate), name="account_reauthenticate"),
    path("once-more/code/", only(signed_in)(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("password/", only(signed_in)(account.password_change), name="account_change_password"),
    path("codes/", only(signed_in)(mfa.index), name="mfa_index"),
    path("codes/set-up/", only(signed_in)(totp.activate_totp), name="mfa_activate_totp"),
    path("codes/new-phone/", only(signed_in)(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "codes/spare/",
        only(signed_in)(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "codes/spare/new/",
        only(signed_in)(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes/spare/file/",
        only(signed_in)(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
