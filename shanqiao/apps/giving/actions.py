"""What can happen with givers and gifts."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost
from shanqiao.apps.books.lines import account_of
from shanqiao.apps.funds.actions import receive_gift
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.search_key import search_key_of
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.identity import is_credit_code

from .models import AgreementWish, Donor, Gift
from .papers import ask_for_agreement
from .phones import digits_of, tail_token_of
from .pledging import match_gift
from .queries import PHONE, known_donor
from .rules import problems_of_gift

CASH = "1001"  # 现金, in the chart of accounts


class CannotRegisterDonor(Exception):
    """What is told of the donor contradicts itself, or the donor is there already."""


class CannotTakeGift(Exception):
    """The gift is none that may be taken, or the same key tells of another gift."""


def register_donor(*, host, kind, at, name="", uscc="", phone="", shown=Donor.Shown.NAMED, by=None):
    """Somebody gives, or will give, to a host charity.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    name, uscc, phone = name.strip(), uscc.strip().upper(), digits_of(phone)
    if uscc and not is_credit_code(uscc):
        raise CannotRegisterDonor(
            _("%(uscc)s is no unified social credit code: please compare it with the certificate.")
            % {"uscc": uscc}
        )
    if phone and len(phone) < 7:
        raise CannotRegisterDonor(_("This telephone number is too short."))
    try:
        with transaction.atomic():
            donor = Donor.objects.create(
                host=host,
                kind=kind,
                name=name,
                search_key=search_key_of(name) if name else "",
                uscc=uscc,
                phone=phone,
                phone_token=token_of(phone, place=PHONE) if phone else "",
                phone_tail=tail_token_of(phone) if phone else "",
                shown=Donor.Shown.NAMELESS if kind == Donor.Kind.ANONYMOUS else shown,
                told_at=at,
            )
            note(act="giving.register_donor", subject=donor, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotRegisterDonor(in_words(refusal, Donor)) from refusal
    return donor


def known_or_registered(
    *, host, kind, at, name="", uscc="", phone="", shown=Donor.Shown.NAMED, by=None
):
    """The donor who is meant, written down now if the host does not know them.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    if kind == Donor.Kind.ANONYMOUS:
        return unknown_donor_of(host=host, at=at)
    told = {"host": host, "kind": kind, "name": name, "uscc": uscc, "phone": phone}
    return known_donor(**told) or register_donor(**told, shown=shown, by=by, at=at)


def unknown_donor_of(*, host, at):
    """The donor of a host to whom all gifts belong whose giver nobody knows; made when first asked for."""
    unknown = Donor.objects.filter(host=host, kind=Donor.Kind.ANONYMOUS)
    if found := unknown.first():
        return found
    try:
        return register_donor(host=host, kind=Donor.Kind.ANONYMOUS, at=at)
    except CannotRegisterDonor:  # somebody was quicker
        return unknown.get()


def take_gift(
    *,
    donor,
    purse,
    amount,
    how,
    key,
    at,
    on=None,
    wish=Gift.Wish.POOLED,
    wish_words="",
    naming="",
    agreement="",
    in_public=False,
    raised_on=None,
    platform="",
    in_return=False,
    related=False,
    waives_receipt=False,
    reference="",
    pledge=None,
    by=None,
    into=None,
    about="",
):
    """A gift is received: the purse has more, the books say from whom. The same key again is the same gift.

    Args:
        amount: whole fen, or whole pieces, meals, hours or visits of the purse.
        on: the day it was given; the day of ``at`` if it is not said.
        in_public: it answers an appeal to everybody (FR-01).
        raised_on, platform: see ``rules``.
        in_return, related: what the giver said when asked; see ``rules``.
        into: the account of the books that holds it now, where that is not the bank, the stock, or the cash in hand.
        about: what the books call it; its key where nothing is said.

    Raises:
        CannotTakeGift: with the reason in words.
    """
    told = {
        "donor": donor,
        "purse": purse,
        "how": how,
        "amount": amount,
        "on": on or localdate(at),
    }
    if before := Gift.objects.filter(key=key).first():
        return _the_same(before, told)
    if donor.host_id != purse.fund.host_id:
        raise CannotTakeGift(
            _("This donor is known to another charity than the one of this purse.")
        )
    if amount <= 0:
        raise CannotTakeGift(_("A gift is more than nothing."))
    if told["on"] > localdate(at):
        raise CannotTakeGift(_("That day is still ahead."))
    if pledge and (pledge.donor_id, pledge.purse_id) != (donor.pk, purse.pk):
        raise CannotTakeGift(_("That promise is of another giver, or for another purse."))
    named = {"naming": naming.strip(), "agreement": agreement.strip()}
    public = {"in_public": in_public, "platform": platform}
    problems = problems_of_gift(
        host=donor.host,
        how=how,
        on=told["on"],
        raised_on=raised_on,
        in_return=in_return,
        related=related,
        **public,
        **named,
    )
    if stopping := [problem.in_words for problem in problems if problem.stops]:
        raise CannotTakeGift(" ".join(stopping))
    try:
        with transaction.atomic():
            if how in (Gift.How.CASH, Gift.How.POINT):
                into = account_of(host=donor.host, number=CASH, unit=purse.unit)
            posting = receive_gift(
                purse=purse,
                count=amount,
                key=f"gift:{key}",
                about=(about or f"gift:{key}")[:80],
                on=told["on"],
                at=at,
                by=by,
                into=into,
            )
            gift = Gift.objects.create(
                key=key,
                unit=purse.unit,
                wish=wish,
                wish_words=wish_words.strip(),
                waives_receipt=waives_receipt or donor.kind == Donor.Kind.ANONYMOUS,
                reference=reference,
                pledge=pledge,
                posting=posting.pk,
                at=at,
                by=by,
                **public,
                **named,
                **told,
            )
            note(act="giving.take", subject=gift, by=by, at=at)
            match_gift(gift=gift, at=at)
    except (IntegrityError, CannotPost) as refusal:
        if before := Gift.objects.filter(key=key).first():  # told twice at the same moment
            return _the_same(before, told)
        if isinstance(refusal, CannotPost):
            raise CannotTakeGift(str(refusal)) from refusal
        raise CannotTakeGift(in_words(refusal, Gift)) from refusal
    return gift


@transaction.atomic
def take_gift_from(*, giver, purse, at, by=None, wants_agreement=False, **told):
    """A gift is received from somebody who may be new to the charity; both are written down, or nothing.

    Args:
        giver: what is told of them: kind, name, phone, uscc, shown.
        wants_agreement: the giver asks for a written agreement about it.
        told: as for `take_gift`.

    Raises:
        CannotRegisterDonor, CannotTakeGift: with the reason in words.
    """
    donor = known_or_registered(host=purse.fund.host, by=by, at=at, **giver)
    gift = take_gift(donor=donor, purse=purse, by=by, at=at, **told)
    if wants_agreement and not AgreementWish.objects.filter(gift=gift).exists():
        ask_for_agreement(donor=donor, gift=gift, by=by, at=at)
    return gift


def _the_same(gift, told):
    """The gift that is there, if it is the one that is told of."""
    if any(getattr(gift, name) != value for name, value in told.items()):
        raise CannotTakeGift(
            _("Under this key another gift is written down: %(number)s.") % {"number": gift.number}
        )
    return gift
