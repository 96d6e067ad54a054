from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = [pow(3, place, 31) for place in range(17)]


def is_credit_code(text: str) -> bool:
    """Is ``text`` a unified social credit code: 18 places of the alphabet, check place right?

    Source:
        GB 32100-2015: weights 3^(i-1) mod 31, check value (31 - sum mod 31) mod 31. The first place may be a letter.
    """
    if len(text) != 18 or any(letter not in _ALPHABET for letter in text):
        return False
    total = sum(_ALPHABET.index(x) * w for x, w in zip(text[:17], _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31] == text[17]
