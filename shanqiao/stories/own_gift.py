"""A giver finds their gift without an account: by a number on paper and the last digits of their telephone."""

import re

from django.db.models import Q

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.giving.phones import TAIL, tail_token_of

_GIFT = re.compile(r"JZ(\d{4})-?(\d{1,18})")
_RECEIPT = re.compile(r"(?:([0-9A-Z]{4,20})[ -]+)?(\d{1,18})")


def own_gift(*, number, tail):
    """The gift of that number whose giver's telephone ends like that, or None; nothing says which of the two is wrong.

    Args:
        number: of the gift (JZ2026-0000012), or of a receipt that is good, with or without its code. A number without a
            code that two charities gave out to givers whose telephones end alike finds nothing.
        tail: four digits.
    """
    named, tail = _named(number.strip().upper()), tail.strip()
    if named is None or not re.fullmatch(rf"[0-9]{{{TAIL}}}", tail):
        return None
    found = (
        Gift.objects.filter(named, donor__phone_tail=tail_token_of(tail))
        .exclude(donor__phone_tail="")
        .exclude(posting=None)
        .select_related("purse__fund__host", "donor", "undoing")
        .distinct()[:2]
    )
    return found[0] if len(found) == 1 else None


def same_number(number):
    """What all ways of writing a number have in common, so that tries of one are counted together; "" for none."""
    gift, receipt = _read(number.strip().upper())
    if gift:
        return f"gift {int(gift[2])}"
    return f"receipt {int(receipt[2])}" if receipt else ""


def _named(number):
    gift, receipt = _read(number)
    if gift:
        return Q(pk=int(gift[2]), on__year=int(gift[1]))
    if receipt:
        code = {"receipts__book__code": receipt[1]} if receipt[1] else {}
        return Q(receipts__number=int(receipt[2]), receipts__voiding=None, **code)
    return None


def _read(number):
    plain = number if number.isascii() else ""
    return _GIFT.fullmatch(plain), _RECEIPT.fullmatch(plain)
