"""Referrals: whom a station asks to help a resident, every step of the answer, and who has places free."""

from .asking import Capacity, Escalation, Override, ReferralLink
from .referral import Referral
from .step import ReferralStep

__all__ = [
    "Capacity",
    "Escalation",
    "Override",
    "Referral",
    "ReferralLink",
    "ReferralStep",
]
