"""May this be done with what is known about a person? By their last word, on any of their records."""

from django.db.models import Q

from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import key_of

from .queries import records_of


def consent_for(resident, purpose, *, on, with_whom=None, kinds=()):
    """The consent by which something may be done on that day, or None. See Note [The last word counts].

    Args:
        with_whom: the organisation, station or fund that would learn of it; None where nobody would.
        kinds: the data it would be, of Consent.Data; a consent that names no kinds holds for all.
    """
    whom = ["", key_of(with_whom)] if with_whom is not None else [""]
    words = Consent.objects.filter(
        Q(whom__in=whom), resident__in=records_of(resident), purpose=purpose
    )
    last = words.select_related("witnessed_by").order_by("-at", "-id").first()
    if last is None or not last.given or (last.until_on and last.until_on < on):
        return None
    return last if not last.kinds or set(kinds) <= set(last.kinds) else None


def may_share(resident, purpose, with_whom, on, *, kinds=()):
    """Does the person agree, on that day, that this is shared with ``with_whom`` for ``purpose``?"""
    return consent_for(resident, purpose, with_whom=with_whom, on=on, kinds=kinds) is not None


def words_of(resident):
    """Everything the person ever said about the use of their data, on any record, the latest first."""
    rows = Consent.objects.filter(resident__in=records_of(resident))
    return (
        rows.select_related("witnessed_by", "evidence")
        .defer("evidence__sealed")
        .order_by("-at", "-id")
    )
