"""Is somebody of one list on another, without either list leaving its owner?

Each side makes tokens of its own rows under the same key (``make_tokens``); whoever has both compares them
(``meeting``, ``chances``). A token is a keyed hash of some facts together, of several kinds (``TOKEN_KINDS``), so that two rows
meet although one fact is written otherwise. Which kinds are equal and which differ says how likely it is one person.
"""

from ._key import KEY_BYTES, mac_under, purpose_key
from ._kinds import TOKEN_KINDS, TokenKind, token_parts
from ._make import MISSING, CannotMakeTokens, Tokens, TokenValues, make_tokens
from ._match import OFTEN, chances, is_possible, is_sure, meeting

__all__ = [
    "KEY_BYTES",
    "MISSING",
    "OFTEN",
    "TOKEN_KINDS",
    "CannotMakeTokens",
    "TokenKind",
    "TokenValues",
    "Tokens",
    "chances",
    "is_possible",
    "is_sure",
    "mac_under",
    "make_tokens",
    "meeting",
    "purpose_key",
    "token_parts",
]
