"""How often one address may ask for something in a minute."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from shanqiao.apps.record.clock import now


def too_fast(request, *, what, most):
    """Whether this address asks for ``what`` more than ``most`` times in this minute; asking counts."""
    asker = hashlib.sha256(get_adapter().get_client_ip(request).encode()).hexdigest()[:32]
    key = f"pace:{what}:{asker}:{int(now().timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > most
