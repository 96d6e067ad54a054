"""Settings for tests: the same database engine as production, in a database of their own."""

from .base import *  # noqa: F403  (settings are a namespace: tests see all of it)
from .database import database

DATABASES = {"default": database(pool=False)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LANGUAGE_CODE = (
    "en"  # so that a test quotes what its reader reads; screens are tried in Chinese too
)
