"""Labelled registrations of an invented Guangzhou, by which record linkage is measured.

Streets and area codes are real; people, numbers and homes are invented. See README.md beside this file.
"""

from .metrics import judge
from .register import Register, a_register, written

__all__ = ["Register", "a_register", "judge", "written"]
