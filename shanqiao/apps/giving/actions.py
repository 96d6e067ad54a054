"""What can happen with givers and gifts."""

from django.db import transaction
from django.utils.timezone import localdate

from .knowing import (
    CannotRegisterDonor,
    check_giver,
    donors_meant,
    nobody_known,
    write_donors,
)
from .models import AgreementWish, Donor
from .papers import ask_for_agreement
from .taking import CASH, CannotTakeGift, Told, take_gifts

__all__ = [
    "CASH",
    "CannotRegisterDonor",
    "CannotTakeGift",
    "known_or_registered",
    "register_donor",
    "take_gift",
    "take_gift_from",
    "unknown_donor_of",
]


def register_donor(*, host, kind, at, name="", uscc="", phone="", shown=Donor.Shown.NAMED, by=None):
    """Somebody gives, or will give, to a host charity.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    giver = {"kind": kind, "name": name, "uscc": uscc, "phone": phone, "shown": shown}
    check_giver(**giver)
    return write_donors(host=host, givers=[giver], by=by, at=at)[0]


def known_or_registered(
    *, host, kind, at, name="", uscc="", phone="", shown=Donor.Shown.NAMED, by=None
):
    """The donor who is meant, written down now if the host does not know them.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    giver = {"kind": kind, "name": name, "uscc": uscc, "phone": phone, "shown": shown}
    return donors_meant(host=host, givers=[giver], by=by, at=at)[0]


def unknown_donor_of(*, host, at):
    """The donor of a host to whom all gifts belong whose giver nobody knows; made when first asked for."""
    return nobody_known(host=host, at=at)


def take_gift(*, donor, at, by=None, on=None, **told):
    """A gift is received: the purse has more, the books say from whom. The same key again is the same gift.

    Args:
        on: the day it was given; the day of ``at`` if it is not said.
        told: purse, amount, how, key, and whatever else `Told` has.

    Raises:
        CannotTakeGift: with the reason in words.
    """
    return _taken(Told(donor=donor, on=on or localdate(at), **told), by=by, at=at)


@transaction.atomic
def take_gift_from(*, giver, at, by=None, on=None, wants_agreement=False, **told):
    """A gift is received from somebody who may be new to the charity; both are written down, or nothing.

    Args:
        giver: what is told of them: kind, name, phone, uscc, shown.
        wants_agreement: the giver asks for a written agreement about it.
        told: as for `take_gift`.

    Raises:
        CannotRegisterDonor, CannotTakeGift: with the reason in words.
    """
    gift = _taken(Told(giver=giver, on=on or localdate(at), **told), by=by, at=at)
    if wants_agreement and not AgreementWish.objects.filter(gift=gift).exists():
        ask_for_agreement(donor=gift.donor, gift=gift, by=by, at=at)
    return gift


def _taken(told, *, by, at):
    """The gift that is told of; see Note [One gift is a batch of one]."""
    [outcome] = take_gifts(told=[told], by=by, at=at)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
