"""Donation boxes: sealed, opened and counted by two people, paid in at the bank. See Note [Two hands on a box]."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, Row, post
from shanqiao.apps.books.lines import BANK, account_of
from shanqiao.apps.books.models import Posting
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .actions import CASH, take_gift, unknown_donor_of
from .models import Box, Deposit, DonationPoint, Gift, Opening, Seal, Sheet, Tally
from .rules import may_raise_in_public

IN_CASH = (Gift.How.POINT, Gift.How.CASH)


class CannotUseBox(Exception):
    """What is asked cannot be done with this box as it stands, or not by these people."""


def open_point(*, purse, name, name_en, street, address, at, by=None):
    """Boxes of a fund may stand at a place; what is found in them goes to one purse, whose conditions everybody can read there.

    Raises:
        CannotUseBox: there is one of this name, or the purse holds no money.
    """
    if purse.unit != "fen":
        raise CannotUseBox(_("What is in a box is money; choose a purse that holds money."))
    try:
        with transaction.atomic():
            point = DonationPoint.objects.create(
                purse=purse,
                name=name,
                name_en=name_en,
                street=street,
                address=address,
                opened_at=at,
            )
            note(act="giving.open_point", subject=point, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotUseBox(in_words(refusal, DonationPoint)) from refusal
    return point


def put_up_box(*, point, number, at, by=None):
    """A box stands at a donation point; it takes nothing before it is sealed."""
    try:
        with transaction.atomic():
            box = Box.objects.create(point=point, number=number)
            note(act="giving.put_up_box", subject=box, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotUseBox(in_words(refusal, Box)) from refusal
    return box


def seal_box(*, box, number, beside, by, at):
    """Two people close an empty box with a numbered seal.

    Raises:
        CannotUseBox: the box collects already or is not counted yet, a person has no seat at the fund, or its charity
            may not raise money from the public on that day.
    """
    fund = _by_two_of_the_fund(box, by, beside)
    if problem := may_raise_in_public(host=fund.host, on=localdate(at)):
        raise CannotUseBox(problem.in_words)
    try:
        with transaction.atomic():
            Box.objects.select_for_update().get(pk=box.pk)
            if Seal.objects.filter(box=box, opening=None).exists():
                raise CannotUseBox(_("This box is sealed already. Open and count it first."))
            if Opening.objects.filter(seal__box=box, tally=None).exists():
                raise CannotUseBox(_("What was in this box is not counted yet."))
            seal = Seal.objects.create(box=box, number=number.strip(), by=by, beside=beside, at=at)
            note(act="giving.seal", subject=seal, by=by, at=at, why=beside.username)
    except IntegrityError as refusal:
        raise CannotUseBox(in_words(refusal, Seal)) from refusal
    return seal


def open_box(*, seal, intact, beside, by, at, words=""):
    """Two people look at the seal and open the box; they are the two who count.

    Raises:
        CannotUseBox: it was opened before, or not by two people of the fund.
    """
    _by_two_of_the_fund(seal.box, by, beside)
    if Opening.objects.filter(seal=seal).exists():
        raise CannotUseBox(_("This box was opened already."))
    try:
        with transaction.atomic():
            opening = Opening.objects.create(
                seal=seal, intact=intact, words=words.strip(), by=by, beside=beside, at=at
            )
            note(act="giving.open_box", subject=opening, by=by, at=at, why=beside.username)
    except IntegrityError as refusal:
        if Opening.objects.filter(seal=seal).exists():
            raise CannotUseBox(_("This box was opened already.")) from refusal
        raise CannotUseBox(in_words(refusal, Opening)) from refusal
    return opening


def sign_sheet(*, opening, by, at, odd="", **pieces):
    """One of the two who opened a box signs what they counted; once both counted the same, it is a gift.

    Args:
        pieces: how many of each of ``FACES``, and ``rest`` in fen.

    Returns:
        (sheet, tally): the tally is None until the other has signed an equal sheet.

    Raises:
        CannotUseBox: another person counts, or it is counted already.
    """
    if by.pk not in (opening.by_id, opening.beside_id):
        raise CannotUseBox(_("Only the two who opened the box count what is in it."))
    with transaction.atomic():
        Opening.objects.select_for_update().get(pk=opening.pk)
        if Tally.objects.filter(opening=opening).exists():
            raise CannotUseBox(_("This box is counted already; both sheets were equal."))
        sheet = Sheet.objects.create(opening=opening, by=by, at=at, odd=odd.strip(), **pieces)
        sheet.refresh_from_db()
        note(act="giving.sign_sheet", subject=sheet, by=by, at=at)
        other = Sheet.objects.filter(opening=opening).exclude(by=by).order_by("-pk").first()
        if other is None or other.pieces != sheet.pieces:
            return sheet, None
        return sheet, _tallied(opening, first=other, second=sheet, at=at)


def deposit_cash(*, gift, slip, on, by, at):
    """Cash is paid in at the bank: from cash in hand to the account.

    Raises:
        CannotUseBox: it is no cash, was paid in or undone already, or the day is not possible.
    """
    if gift.how not in IN_CASH or hasattr(gift, "undoing"):
        raise CannotUseBox(_("Only cash that is in hand is paid in."))
    first_on = localdate(gift.tally.at) if hasattr(gift, "tally") else gift.on
    if not first_on <= on <= localdate(at):
        raise CannotUseBox(_("It is paid in on a day between the gift and today."))
    _has_a_seat(gift.purse.fund, by)
    try:
        with transaction.atomic():
            host = gift.purse.fund.host
            cash, bank = (account_of(host=host, number=n, unit="fen") for n in (CASH, BANK))
            [posting] = post(
                key=f"deposit:{gift.pk}",
                kind=Posting.Kind.DEPOSIT,
                rows=[Row(bank, cash, gift.amount)],
                about=f"giving.gift:{gift.pk}",
                on=on,
                at=at,
            )
            deposit = Deposit.objects.create(
                gift=gift, slip=slip.strip(), on=on, posting=posting, by=by, at=at
            )
            note(act="giving.deposit", subject=deposit, by=by, at=at)
    except (IntegrityError, CannotPost) as refusal:
        if Deposit.objects.filter(gift=gift).exists():
            raise CannotUseBox(_("This cash is paid in already.")) from refusal
        if isinstance(refusal, CannotPost):
            raise CannotUseBox(str(refusal)) from refusal
        raise CannotUseBox(in_words(refusal, Deposit)) from refusal
    return deposit


def _tallied(opening, *, first, second, at):
    """The gift of an opened box: pooled, of nobody known."""
    point, gift = opening.seal.box.point, None
    if first.total:
        gift = take_gift(
            donor=unknown_donor_of(host=point.purse.fund.host, at=at),
            purse=point.purse,
            amount=first.total,
            how=Gift.How.POINT,
            key=f"box opening {opening.pk}",
            reference=opening.seal.number,
            on=localdate(opening.at),
            raised_on=localdate(
                opening.seal.at
            ),  # what lay in a box since then is counted whatever came after
            at=at,
            by=second.by,
        )
    tally = Tally.objects.create(opening=opening, first=first, second=second, gift=gift, at=at)
    note(act="giving.tally", subject=tally, by=second.by, at=at, why=first.by.username)
    return tally


def _by_two_of_the_fund(box, *people):
    fund = box.point.purse.fund
    if people[0].pk == people[1].pk:
        raise CannotUseBox(_("Two different people are needed."))
    for person in people:
        _has_a_seat(fund, person)
    return fund


def _has_a_seat(fund, person):
    if not funds_of(person).filter(pk=fund.pk).exists():
        raise CannotUseBox(_("%(person)s has no seat at this fund.") % {"person": person})
