from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 10**9  # yuan or pieces; more is a slip of the finger


class AmountField(forms.DecimalField):
    """How much, typed as people say it (yuan with two decimals, whole meals) and kept as a whole count."""

    def __init__(self, *, unit, **kwargs):
        self.unit = unit
        kwargs.setdefault("max_value", LARGEST)
        kwargs.setdefault("min_value", 0)
        super().__init__(decimal_places=2 if unit == "fen" else 0, **kwargs)
        self.error_messages["max_decimal_places"] = (
            _("Please write yuan with at most two decimals, for instance 1234.50.")
            if unit == "fen"
            else _("Please write a whole number.")
        )

    def prepare_value(self, value):
        """A kept count as it is typed; what was typed stays as it is."""
        if isinstance(value, int) and self.unit == "fen":
            return Decimal(value) / 100
        return value

    def clean(self, value):
        if self.disabled:
            return value  # as it is kept; nobody typed it
        amount = super().clean(value)
        if amount is None:
            return None
        return int(amount * 100) if self.unit == "fen" else int(amount)
