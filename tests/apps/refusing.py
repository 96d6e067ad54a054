"""What a table refuses, by the name of its limit."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused_by(limit):
    """The block is refused by the limit of that name; what it wrote is taken back."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert refusal.value.__cause__.diag.constraint_name == limit
