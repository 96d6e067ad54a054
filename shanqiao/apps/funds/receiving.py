"""What is given to purses comes in: many gifts of money in one question."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from shanqiao.apps.books.actions import Given, Row, post, post_many
from shanqiao.apps.books.lines import key_of, lay_if_free, place_of, way_in
from shanqiao.apps.books.models import Account, Posting
from shanqiao.apps.record.actions import note_each

from .models import Purse

# Note [Many gifts in one question]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A list of a platform holds a month. What a gift costs alone (its accounts, its line, its turn in the books) is paid once for
# all that come together: their movements are written by one question, which refuses all of them where one does not fit. One gift
# is a batch of one and goes the same way, but for that question. Goods, meals and hours are posted one by one, as worth may
# have to move beside them. See Note [Worth beside pieces].


class Received(NamedTuple):
    """So much was given to a purse: under which key, what the books call it, on which day, where it stands now."""

    purse: Purse
    count: int
    key: str
    about: str
    on: date
    into: Account | None = None  # the bank of the host, or its stock


@transaction.atomic
def receive_gifts(*, gifts, at, by=None):
    """Some `Received` came in, all or none; what has a key that was written before is there already.

    See Note [Many gifts in one question].

    Returns:
        {key: the number of its posting}

    Raises:
        CannotPostAgain: something else was written under one of the keys.
    """
    keys = {gift.key: key_of(gift.key) for gift in gifts}
    there = set(_postings(keys.values()).values_list("key", flat=True))
    _post(gifts, keys, _ways_of(gifts), at)
    for line in {gift.purse.line_id: gift.purse.line for gift in gifts}.values():
        lay_if_free(line=line)
    new = {gift.key: gift for gift in gifts if keys[gift.key] not in there}.values()
    note_each(
        act="funds.receive",
        subjects=[gift.purse for gift in new],
        whys=[gift.about for gift in new],
        by=by,
        at=at,
    )
    numbers = dict(_postings(keys.values()).values_list("key", "pk"))
    return {words: numbers[key] for words, key in keys.items()}


def _post(gifts, keys, ways, at):
    money = [gift for gift in gifts if gift.purse.unit == "fen"]
    together = money if len(money) > 1 else []
    if together:
        kind, movements = Posting.Kind.GIFT.value, _given(together, keys, ways)
        post_many(kind=kind, movements=movements, at=at)
    for gift in gifts:
        if not together or gift.purse.unit != "fen":
            rows = [Row(*ways[gift.purse.pk, gift.into], gift.count)]
            told = {"about": gift.about, "on": gift.on, "at": at}
            post(key=gift.key, kind=Posting.Kind.GIFT, rows=rows, **told)


def _given(gifts, keys, ways):
    for gift in gifts:
        into, way = ways[gift.purse.pk, gift.into]
        yield Given(keys[gift.key], gift.about, gift.on, into.pk, way.pk, gift.count)


def _ways_of(gifts):
    """{(purse, account that was told): (where what it is given stands, the account through which its line is filled)}"""
    asked = {(gift.purse.pk, gift.into): gift.purse for gift in gifts}
    return {
        (number, into): (
            into or place_of(host=purse.fund.host, unit=purse.unit),
            way_in(purse.line),
        )
        for (number, into), purse in asked.items()
    }


def _postings(keys):
    return Posting.objects.filter(key__in=list(keys), part=1)
