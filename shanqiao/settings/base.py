"""What every installation shares. What differs comes from the environment."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .database import database
from .keys import field_key, secret_key

PACKAGE = Path(__file__).parents[1]

SECRET_KEY = secret_key()
FIELD_KEY = field_key()
DEBUG = False
DEMONSTRATION = os.environ.get("SHANQIAO_DEMONSTRATION") == "1"
DAYS_AHEAD = int(os.environ.get("SHANQIAO_DAYS_AHEAD") or 0)  # heard in a demonstration only
ALLOWED_HOSTS = os.environ.get("SHANQIAO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = (
    "record",
    "places",
    "people",
    "files",
    "registry",
    "books",
    "bank",
    "likeness",
    "residents",
    "sameness",
    "lists",
    "needs",
    "crises",
    "instruments",
    "cases",
    "earlier",
    "rules",
    "funds",
    "governing",
    "giving",
    "holdings",
    "trusts",
    "receipts",
    "matching",
    "programmes",
    "approvals",
    "inquiries",
    "delivery",
    "referrals",
    "paying",
    "illness",
    "disclosure",
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "django_tables2",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
    *(f"shanqiao.apps.{room}" for room in ROOMS),
    "shanqiao.jobs",
    "shanqiao.www",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shanqiao.www.parts.second_factor.RequireSecondFactor",
]

ROOT_URLCONF = "shanqiao.www.urls"
WSGI_APPLICATION = "shanqiao.settings.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shanqiao.www.parts.frame.frame",
            ],
            "libraries": {
                "words": "shanqiao.www.parts.words",
                "page": "shanqiao.www.parts.tags",
                "figures": "shanqiao.www.parts.figures",
                "instruments": "shanqiao.www.parts.instruments",
            },
        },
    }
]

# Which desks there are; the first a person may open is where they arrive
DESKS = [
    f"shanqiao.www.{desk}.nav.desk"
    for desk in ("station", "fund", "adjudicator", "rules", "supervisor", "public")
]

# Words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files that pages need
STATIC_URL = "static/"
STATIC_ROOT = os.environ.get(
    "SHANQIAO_STATIC"
)  # where copies lie; without one, files are served as built
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Signing in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}"}
    for rule in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:city"
ACCOUNT_ADAPTER = "shanqiao.www.account.adapter.StaffOnly"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# An invented person is tried by several people at once, so their phone may be half a minute off
MFA_TOTP_TOLERANCE = 1 if DEMONSTRATION else 0
MFA_TOTP_ISSUER = "shanqiao 善桥"
MFA_ADAPTER = "shanqiao.www.account.adapter.SealedSecrets"

# What a browser may do
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
BEHIND_TLS = os.environ.get("SHANQIAO_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DJANGO_TABLES2_TEMPLATE = "parts/table.html"
DJANGO_TABLES2_PAGE_RANGE = 7
FILTERS_EMPTY_CHOICE_LABEL = None
SILENCED_SYSTEM_CHECKS: list[str] = []
