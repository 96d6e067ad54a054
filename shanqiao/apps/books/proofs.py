"""That one posting is in a block, shown so that anybody can count it again."""

from django.db import connection

from shanqiao.engines import merkle
from shanqiao.engines.merkle import check_proof

from .models import Block, Posting
from .sealing import WRITTEN, leaves_between

__all__ = ["check_proof", "prove"]


def prove(posting):
    """The proof that a posting is in its block, or None while it is not sealed.

    Returns:
        the row as text, its place among ``count`` rows, the digests beside it from below, the root, and what the block's
        digest is made of; digests as hexadecimal text.
    """
    turn = Posting.objects.values_list("turn", flat=True).get(pk=posting)
    blocks = Block.objects.order_by("number")
    block = (
        blocks.filter(last_turn__gt=turn) | blocks.filter(last_turn=turn, last_id__gte=posting)
    ).first()
    if block is None:
        return None
    before = blocks.filter(number=block.number - 1).first()
    place = (before.last_turn, before.last_id) if before else (0, 0)
    rows = leaves_between(place, (block.last_turn, block.last_id))
    n = [number for number, _leaf in rows].index(posting)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [posting])
        written = cursor.fetchone()[0]
    return {
        "row": written,
        "place": n,
        "count": block.count,
        "beside": [digest.hex() for digest in merkle.path([leaf for _n, leaf in rows], n)],
        "root": bytes(block.root).hex(),
        "block": block.number,
        "before": bytes(block.before).hex(),
        "digest": bytes(block.digest).hex(),
    }
