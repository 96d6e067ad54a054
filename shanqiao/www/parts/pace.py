"""How often something may be asked for: by one address in a minute, or about one thing in an hour."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from shanqiao.apps.record.clock import now


def too_fast(request, *, what, most):
    """Whether this address asks for ``what`` more than ``most`` times in this minute; asking counts."""
    return _too_often(what, get_adapter().get_client_ip(request), most, 60)


def guessed_too_often(*, what, about, most):
    """Whether ``about`` was asked for more than ``most`` times in this hour, by whomever; asking counts."""
    return _too_often(what, about, most, 3_600)


def _too_often(what, of, most, seconds):
    digest = hashlib.sha256(of.encode()).hexdigest()[:32]
    key = f"pace:{what}:{digest}:{int(now().timestamp()) // seconds}"
    cache.add(key, 0, timeout=2 * seconds)
    return cache.incr(key) > most
