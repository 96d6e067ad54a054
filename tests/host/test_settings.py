"""How settings describe the database."""

import pytest

from shanqiao.settings.database import described


def test_an_address_becomes_what_django_reads(monkeypatch):
    monkeypatch.delenv("SHANQIAO_TEST_DATABASE", raising=False)
    found = described("postgresql://city:p%40ss@db.example:6543/books?sslmode=require", pool=False)

    assert (found["USER"], found["PASSWORD"]) == ("city", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "books")
    assert found["OPTIONS"] == {"sslmode": "require", "prepare_threshold": 5}
    assert found["CONN_MAX_AGE"] == 0
    assert found["TEST"] == {"NAME": "test_books"}


def test_a_socket_folder_may_stand_in_place_of_a_host():
    found = described("postgresql:///books?host=/run/postgresql", pool=True)

    assert found["HOST"] == "/run/postgresql"
    assert set(found["OPTIONS"]) == {"pool", "prepare_threshold"}


@pytest.mark.parametrize("url", ["mysql://city@db/books", "postgresql://city@db", "books"])
def test_another_kind_of_address_is_refused_in_words(url):
    with pytest.raises(ValueError, match="DATABASE_URL must read"):
        described(url, pool=False)
