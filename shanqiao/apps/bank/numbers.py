"""Numbers of accounts."""


def number_of(text):
    """A number without the spaces and hyphens in which people write it."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
