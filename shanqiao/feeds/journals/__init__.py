"""The books as journals of hledger and beancount, which add up by themselves what we say stands where."""

from .naming import Names
from .writing import FORMS, write_journal

__all__ = ["FORMS", "Names", "write_journal"]
