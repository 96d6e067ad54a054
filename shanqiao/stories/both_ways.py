"""Movements of the books both ways: who paid for this, and what did it become."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from shanqiao.apps.books.models import Account, Block, Posting, Stretch
from shanqiao.apps.books.tracing import where_went, who_paid
from shanqiao.apps.books.worth import worth_beside
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.matching.models import Grant

from .followed import GRANT, grant_of
from .pseudonyms import without_names


@dataclass(frozen=True)
class Piece:
    """So much of a movement that paid for another, or that another became; with its gift or its grant, if it is one."""

    posting: Posting
    amount: int
    gift: Gift | None = None
    grant: Grant | None = None


def payers_of(posting):
    """The movements that paid for a use, the largest first; empty where it used nothing of a purse."""
    return _pieces(who_paid(posting))


def became(posting):
    """What a gift became, the largest first, and what is not used of it; None while it is not laid."""
    went = where_went(posting)
    return _pieces(went.uses), went.unused


def payers_of_grant(grant):
    """The gifts that paid a grant; empty before it is paid."""
    uses = Posting.objects.filter(about=f"{GRANT}{grant.pk}", kind="use", reverses=None)
    pieces = []
    for number in uses.values_list("pk", flat=True):
        pieces += who_paid(number)
    return _pieces(pieces)


def block_of(posting):
    """The block in which a movement is sealed, or None."""
    sealed = Q(last_turn__gt=posting.turn) | Q(last_turn=posting.turn, last_id__gte=posting.pk)
    return Block.objects.defer("marks").filter(sealed).order_by("number").first()


def _pieces(found):
    """Each movement with its gift or grant, in three queries."""
    postings = Posting.objects.in_bulk([number for number, _amount in found])
    gifts = {
        gift.posting: gift
        for gift in Gift.objects.filter(posting__in=postings).select_related("donor", "purse")
    }
    numbers = {pk: grant_of(posting) for pk, posting in postings.items()}
    grants = without_names(
        Grant.objects.select_related("need__resident", "purse"), path="need__resident"
    ).in_bulk(set(numbers.values()) - {None})
    pieces = [
        Piece(postings[number], amount, gifts.get(number), grants.get(numbers.get(number)))
        for number, amount in found
    ]
    return sorted(pieces, key=lambda piece: (-piece.amount, piece.posting.pk))


class PostingShown:
    """One movement with everything that hangs on it, each asked for once."""

    def __init__(self, posting):
        self.posting = posting

    @cached_property
    def parts(self):
        """The postings of the same movement."""
        return list(
            Posting.objects.filter(key=self.posting.key)
            .select_related("debit__line", "credit__line")
            .order_by("part")
        )

    @cached_property
    def unit(self):
        return Account.objects.values_list("unit", flat=True).get(pk=self.posting.debit_id)

    @cached_property
    def worth(self):
        """What was booked beside it as the worth of its goods, or None."""
        return worth_beside(self.posting)

    @cached_property
    def worth_of(self):
        """The movement of goods of which this is the worth, or None."""
        what, _, number = self.posting.about.partition(":")
        named = what == "worth" and number.isdecimal()
        goods = Posting.objects.filter(pk=number).first() if named else None
        return goods if goods and worth_beside(goods) == self.posting else None

    @cached_property
    def reversals(self):
        return list(Posting.objects.filter(reverses=self.posting).order_by("pk"))

    @cached_property
    def stretches(self):
        """The fen it laid or took."""
        return list(
            Stretch.objects.filter(posting=self.posting)
            .select_related("line", "source")
            .order_by("side", "low")
        )

    @cached_property
    def block(self):
        return block_of(self.posting)

    @cached_property
    def paid_by(self):
        return payers_of(self.posting.pk)

    @property
    def became(self):
        return self._went[0]

    @property
    def unused(self):
        """How much of what it laid is not used; None where it laid nothing."""
        return self._went[1]

    @cached_property
    def _went(self):
        laid = any(stretch.side == Stretch.Side.IN for stretch in self.stretches)
        return became(self.posting.pk) if laid else ([], None)
