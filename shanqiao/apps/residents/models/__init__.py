"""What is known of residents: what is current in one row, everything else in rows with days."""

from .care import Care, Departure
from .consents import Consent, Correction
from .contacts import PhoneNumber, Residence
from .documents import IdentityDocument
from .households import Household, Membership
from .names import Name
from .resident import Resident, ResidentQuerySet
from .search import SearchTerm

__all__ = [
    "Care",
    "Consent",
    "Correction",
    "Departure",
    "Household",
    "IdentityDocument",
    "Membership",
    "Name",
    "PhoneNumber",
    "Residence",
    "Resident",
    "ResidentQuerySet",
    "SearchTerm",
]
