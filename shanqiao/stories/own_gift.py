"""A giver finds their gift without an account: by a number on paper and the last digits of their telephone."""

import re

from django.db.models import Q

from shanqiao.apps.giving.models import Gift
from shanqiao.apps.giving.phones import TAIL, tail_token_of

_GIFT = re.compile(r"JZ(\d{4})-?(\d{1,18})")
_RECEIPT = re.compile(r"(?:([0-9A-Z]{4,20})[ ·-]+)?(\d{1,18})")


def own_gift(*, number, tail):
    """The gift of that number whose giver's telephone ends like that, or None; nothing says which of the two is wrong.

    Args:
        number: of the gift (JZ2026-0000012), or of a receipt that is good, with or without its code. A number without a
            code that two charities gave out to givers whose telephones end alike finds nothing.
        tail: four digits.
    """
    number, tail = number.strip().upper(), tail.strip()
    named = _named(number)
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


def _named(number):
    if not number.isascii():
        return None
    if match := _GIFT.fullmatch(number):
        return Q(pk=int(match[2]), on__year=int(match[1]))
    if match := _RECEIPT.fullmatch(number):
        code = {"receipts__book__code": match[1]} if match[1] else {}
        return Q(receipts__number=int(match[2]), receipts__voiding=None, **code)
    return None
