"""A gift that was written down by mistake is taken back, as far as nothing of it was used."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, reverse
from shanqiao.apps.books.models import Posting
from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note

from .models import Gift, Match, Undoing
from .pledging import take_match_back


class CannotUndoGift(Exception):
    """Part of it is used, it was undone before, or its money went on already."""


def undo_gift(*, gift, why, by, at):
    """A gift counts no more: the books take it back, whole, and the gift stays to be read with the reason.

    What an employer added to it and has not paid is owed no more; what it paid for is owed again.

    Raises:
        CannotUndoGift: with the reason in words.
    """
    if not why.strip():
        raise CannotUndoGift(_("Say in a few words why."))
    if by.pk == gift.by_id or not funds_of(by, Seat.Role.DECIDES).filter(pk=gift.purse.fund_id):
        raise CannotUndoGift(_("The manager of the fund undoes it, not who wrote it down."))
    if hasattr(gift, "tally") or hasattr(gift, "deposit"):
        raise CannotUndoGift(_("Two people counted this, or it is at the bank: it stands."))
    try:
        with transaction.atomic():
            Gift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
            if Undoing.objects.filter(gift=gift).exists():
                raise CannotUndoGift(_("This gift is undone already."))
            [posting] = reverse(
                posting=Posting.objects.get(pk=gift.posting),
                key=f"undo gift:{gift.pk}",
                about=f"giving.gift:{gift.pk}",
                at=at,
            )
            undoing = Undoing.objects.create(
                gift=gift, why=why.strip(), posting=posting, by=by, at=at
            )
            take_match_back(gift=gift, at=at)
            Match.objects.filter(settled_by=gift).update(settled_by=None)
            note(act="giving.undo", subject=undoing, by=by, at=at, why=why.strip())
    except CannotPost as refusal:
        raise CannotUndoGift(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise CannotUndoGift(_("This gift is undone already.")) from refusal
    return undoing
