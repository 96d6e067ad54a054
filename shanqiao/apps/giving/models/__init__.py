"""Who gives, and what was given: each gift one row, which is never edited."""

from .donors import Donor
from .gifts import Gift, Undoing

__all__ = ["Donor", "Gift", "Undoing"]
