from django.conf import settings
from django.db import models

from shanqiao.engines import sealing


class SealedTextField(models.BinaryField):
    """Text kept under the city's key; it cannot be searched, sorted or read with SQL."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    @property
    def _place(self):
        return f"{self.model._meta.db_table}.{self.column}"

    def get_default(self):
        return self.default if self.has_default() else ""

    def get_prep_value(self, value):
        if value in (None, "", b""):  # bytes: what a migration writes into rows that are there
            return None if value is None else b""
        return sealing.seal(str(value).encode(), key=settings.FIELD_KEY, place=self._place)

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        content = bytes(value)
        if not content:
            return ""
        return sealing.unseal(content, key=settings.FIELD_KEY, place=self._place).decode()

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        raise TypeError("a sealed field is not written out")


def token_of(text, *, place):
    """The token under which a sealed text is found again."""
    return sealing.token(text, key=settings.FIELD_KEY, place=place)


class SealedBytesField(SealedTextField):
    """Bytes kept under the city's key; never empty."""

    def get_prep_value(self, value):
        return value and sealing.seal(value, key=settings.FIELD_KEY, place=self._place)

    def from_db_value(self, value, expression, connection):
        return value and sealing.unseal(bytes(value), key=settings.FIELD_KEY, place=self._place)


def numbers_of(texts, *, place):
    """The tokens of sealed texts as whole numbers of 64 bits, signed as the database counts them."""
    return sealing.numbers(texts, key=settings.FIELD_KEY, place=place)
