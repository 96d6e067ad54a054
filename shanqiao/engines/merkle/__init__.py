"""Many rows under one root, and the proof that one row is among them. Source: RFC 6962, section 2.1."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

__all__ = ["check_path", "check_proof", "leaf", "path", "root"]


def leaf(content: bytes) -> bytes:
    """The digest of one row."""
    return sha256(b"\x00" + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The digest over all leaves in their order; of none, the digest of nothing."""
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What, with the leaf at ``place`` (from 0), leads to the root."""
    beside, level = [], list(leaves)
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            beside.append(level[neighbour])
        level, place = _above(level), place // 2
    return beside


def check_path(
    content_leaf: bytes, place: int, count: int, beside: Sequence[bytes], expected: bytes
) -> bool:
    """Does the leaf at ``place`` of ``count`` lead to the root?"""
    if not 0 <= place < count:
        return False
    digest, left = content_leaf, list(beside)
    while count > 1:
        if place ^ 1 < count:
            if not left:
                return False
            other = left.pop(0)
            digest = _node(other, digest) if place % 2 else _node(digest, other)
        place, count = place // 2, (count + 1) // 2
    return not left and digest == expected


def check_proof(proof: Mapping[str, Any]) -> bool:
    """Does a row, written down as text, lead to the root of its block, and the root to the digest of the block?

    Args:
        proof: ``row`` as text, its ``place`` (from 0) among ``count`` rows, the digests ``beside`` it from below, the
            ``root``, and what is in the digest besides: the number of the ``block`` and the digest ``before``. Digests
            are hexadecimal text.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is no proof at all.
    """
    beside = [bytes.fromhex(digest) for digest in proof["beside"]]
    content = leaf(proof["row"].encode())
    expected = bytes.fromhex(proof["root"])
    written = f"{proof['block']}|{proof['count']}|{proof['root']}|{proof['before']}"
    return (
        check_path(content, int(proof["place"]), int(proof["count"]), beside, expected)
        and sha256(written.encode()).hexdigest() == proof["digest"]
    )


def _above(level: list[bytes]) -> list[bytes]:
    """The level above: pairs under one node, a last one alone as it is."""
    pairs = len(level) // 2 * 2
    above = [sha256(b"\x01" + level[n] + level[n + 1]).digest() for n in range(0, pairs, 2)]
    return above + level[pairs:]


def _node(one: bytes, other: bytes) -> bytes:
    return sha256(b"\x01" + one + other).digest()
