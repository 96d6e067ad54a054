"""Numbers of accounts."""

import unicodedata

from shanqiao.apps.sealing.fields import token_of


def number_of(text):
    """A number without the spaces and hyphens in which people write it."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def token_of_number(text):
    """The token by which an account is found again, whoever wrote its number down and wherever; empty without one."""
    number = number_of(text)
    return token_of(number, place="bank.number") if number else ""
