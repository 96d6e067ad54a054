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
    last = _said(words).select_related("witnessed_by").first()
    if last is None or not last.given or (last.until_on and last.until_on < on):
        return None
    return last if not last.kinds or set(kinds) <= set(last.kinds) else None


def may_share(resident, purpose, with_whom, on, *, kinds=()):
    """Does the person agree, on that day, that this is shared with ``with_whom`` for ``purpose``?"""
    return consent_for(resident, purpose, with_whom=with_whom, on=on, kinds=kinds) is not None


def said_no_since(resident, purpose, *, whom, at):
    """Did the person refuse this, or take it back, at that moment or later: for ``whom`` (as the record names it) or everybody?"""
    words = Consent.objects.filter(
        given=False,
        whom__in=["", whom],
        resident__in=records_of(resident),
        purpose=purpose,
        at__gte=at,
    )
    return _said(words).exists()


def words_of(resident, *, records=()):
    """Everything the person ever said about the use of their data, on any record, the latest first.

    Args:
        records: their identities, where somebody asked for them already.
    """
    rows = Consent.objects.filter(resident__in=records or records_of(resident))
    return (
        rows.select_related("witnessed_by", "evidence")
        .defer("evidence__sealed")
        .order_by("-at", "-id")
    )


def _said(words):
    """What people said, the latest first; that a term is over is the clock's word, and each word tells its own day."""
    return words.exclude(how=Consent.How.TERM).order_by("-at", "-id")
