"""The keys of an installation are made once and never lost in silence."""

import base64

import pytest

from shanqiao.host import CannotStart
from shanqiao.host.keys import field_key, secret_key


def test_keys_are_made_once_and_read_by_their_owner_alone(own_var):
    first = field_key(), secret_key()

    assert (field_key(), secret_key()) == first
    assert len(first[0]) == 32
    assert len(first[1]) >= 50
    for name in ("field", "secret"):
        assert (own_var / "keys" / name).stat().st_mode & 0o077 == 0
    assert (own_var / "keys").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("written", [base64.b64encode, base64.urlsafe_b64encode])
def test_keys_may_come_from_outside(own_var, monkeypatch, written):
    key = b"\xfb\xef\xff\x00" * 8  # its base64 holds both letters that differ
    monkeypatch.setenv("SHANQIAO_FIELD_KEY", written(key).decode())
    monkeypatch.setenv("SHANQIAO_SECRET_KEY", "s" * 50)

    assert field_key() == key
    assert secret_key() == "s" * 50
    assert not (own_var / "keys").exists()


@pytest.mark.parametrize("given", ["short", "A" * 44, "密钥"])
def test_a_key_of_the_wrong_size_is_refused(own_var, monkeypatch, given):
    monkeypatch.setenv("SHANQIAO_FIELD_KEY", given)

    with pytest.raises(CannotStart, match="32 bytes in base64"):
        field_key()


def test_no_new_key_is_made_while_rows_sealed_with_the_old_one_are_there(own_var):
    field_key()
    (own_var / "postgres").mkdir()
    (own_var / "database.json").write_text(
        f'{{"folder": "{own_var / "postgres"}", "port": 1, "password": "x"}}'
    )
    (own_var / "keys" / "field").unlink()

    with pytest.raises(CannotStart, match="does not open without it"):
        field_key()
