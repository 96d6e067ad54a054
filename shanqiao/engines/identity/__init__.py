"""Numbers by which people and organisations are known: are they well formed, and what do they tell?"""

from ._credit_code import is_credit_code
from ._resident_id import CannotReadResidentId, ResidentId, read_resident_id

__all__ = ["CannotReadResidentId", "ResidentId", "is_credit_code", "read_resident_id"]
