"""Telephones of givers: kept sealed, found again by tokens under the city's key."""

import re

from shanqiao.apps.sealing.fields import token_of

TAIL = 4  # digits


def digits_of(phone):
    """The digits of a telephone, without the country's 86."""
    digits = re.sub(r"\D", "", phone)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def tail_token_of(phone):
    """The token of the last digits of a telephone, by which a giver finds their gift with its number."""
    return token_of(digits_of(phone)[-TAIL:], place="giving.donor.phone_tail")
