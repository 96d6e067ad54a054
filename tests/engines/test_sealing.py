import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanqiao.engines.sealing import CannotUnseal, seal, token, unseal

KEY, OTHER = b"k" * 32, b"o" * 32


@given(content=st.binary(max_size=200))
def test_what_was_sealed_comes_back(content):
    assert unseal(seal(content, key=KEY, place="a.b"), key=KEY, place="a.b") == content


def test_equal_texts_sealed_twice_look_different_and_their_tokens_equal():
    assert seal(b"x", key=KEY, place="a.b") != seal(b"x", key=KEY, place="a.b")
    assert token("x", key=KEY, place="a.b") == token("x", key=KEY, place="a.b")
    assert len({token("x", key=k, place=p) for k in (KEY, OTHER) for p in ("a.b", "a.c")}) == 4


@given(content=st.binary(max_size=50), at=st.integers(1, 10**6), bit=st.integers(0, 7))
def test_a_changed_bit_another_key_or_another_place_does_not_open(content, at, bit):
    sealed = bytearray(seal(content, key=KEY, place="a.b"))
    whole = bytes(sealed)
    sealed[1 + at % (len(sealed) - 1)] ^= 1 << bit

    for attempt in (
        lambda: unseal(bytes(sealed), key=KEY, place="a.b"),
        lambda: unseal(whole, key=OTHER, place="a.b"),
        lambda: unseal(whole, key=KEY, place="a.c"),
    ):
        with pytest.raises(CannotUnseal):
            attempt()
