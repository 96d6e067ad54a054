"""Settings for tests: the same database engine as production, in a database of their own."""

import os

from .base import *  # noqa: F403  (settings are a namespace: tests see all of it)
from .database import database

DATABASES = {"default": database(pool=False)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LANGUAGE_CODE = (
    "en"  # so that a test quotes what its reader reads; screens are tried in Chinese too
)

# As many workers as cores run at a time, and cities are tiny: more threads would wait for each other.
# That several change nothing is tested by itself (tests/engines/test_threads.py).
os.environ.setdefault("POLARS_MAX_THREADS", "1")
