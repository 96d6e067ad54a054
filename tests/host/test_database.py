"""The embedded database is there when asked for, and whole after whatever happened."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from shanqiao.host import CannotStart, ensure_database, is_running, stop_database
from shanqiao.host.kept import data_folder
from shanqiao.host.memory import buffers
from shanqiao.host.owner import ELSEWHERE, owner
from shanqiao.host.use import database_in_use


def ask(url, question, *values):
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(question, values or None)
        return found.fetchall() if found.description else []


def server_number():
    return int((data_folder() / "postmaster.pid").read_text().split()[0])


def test_what_was_confirmed_is_there_after_a_kill(own_var):
    url = ensure_database()
    ask(url, "CREATE TABLE grants (fen bigint)")
    ask(url, "INSERT INTO grants SELECT * FROM generate_series(1, 1000)")
    os.kill(server_number(), signal.SIGKILL)

    url = ensure_database()

    assert ask(url, "SELECT count(*), sum(fen) FROM grants") == [(1000, 500_500)]


def test_nothing_is_bought_with_safety(own_var):
    url = ensure_database()

    settings = {name: ask(url, f"SHOW {name}")[0][0] for name in ("fsync", "synchronous_commit")}

    assert settings == {"fsync": "on", "synchronous_commit": "on"}
    assert ask(url, "SHOW data_checksums") == [("on",)]


def test_it_keeps_pages_in_its_share_of_the_memory(own_var):
    url = ensure_database()

    kept = "SELECT setting::int * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers'"
    assert ask(url, kept) == [(buffers(),)]


def test_the_application_is_no_superuser_and_no_superuser_can_log_in(own_var):
    url = ensure_database()

    ours = ask(
        url,
        "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user",
    )

    assert ours == [(False, False, True)]
    with pytest.raises(psycopg.OperationalError, match="no pg_hba"):
        psycopg.connect(url.replace("//shanqiao:", "//postgres:"))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace("@127", "x@127"))


def test_a_new_database_of_the_tests_knows_chinese_letters(own_var):
    url = ensure_database()
    ask(url, "CREATE DATABASE another")

    found = ask(
        psycopg.conninfo.make_conninfo(url, dbname="another"),
        "SELECT array_length(show_trgm('广州'), 1)",
    )

    assert found == [(3,)]


def test_four_starts_at_once_share_one_server(own_var):
    program = "from shanqiao.host import ensure_database; print(ensure_database())"

    def start(_):
        words = [sys.executable, "-c", program]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(4) as starters:
        urls = set(starters.map(start, range(4)))

    assert len(urls) == 1
    assert ask(urls.pop().strip(), "SELECT 1") == [(1,)]


def test_stopped_and_started_it_keeps_its_address_and_its_rows(own_var):
    url = ensure_database()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS seven")

    assert stop_database()
    assert not is_running()
    assert not stop_database()

    assert ensure_database() == url
    assert ask(url, "SELECT seven FROM kept") == [(7,)]


def test_a_port_taken_meanwhile_is_left_to_whoever_took_it(own_var):
    url = ensure_database()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS seven")
    stop_database()
    port = psycopg.conninfo.conninfo_to_dict(url)["port"]

    with socket.create_server(("127.0.0.1", int(port))):
        moved = ensure_database()

    assert psycopg.conninfo.conninfo_to_dict(moved)["port"] != port
    assert ask(moved, "SELECT seven FROM kept") == [(7,)]


def test_what_was_half_made_is_made_again(own_var):
    unfinished = own_var / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    url = ensure_database()

    assert ask(url, "SELECT 1") == [(1,)]
    assert not unfinished.exists()


def test_a_number_given_to_somebody_else_does_not_keep_it_from_starting(own_var):
    ask(ensure_database(), "CREATE TABLE kept AS SELECT 7 AS seven")
    lock = data_folder() / "postmaster.pid"
    left_behind = lock.read_text()
    stop_database()
    account = owner().ids
    as_owner = {} if account is None else {"user": account[0], "group": account[1]}
    with subprocess.Popen(["sleep", "60"], cwd="/", **as_owner) as stranger:
        lock.write_text(f"{stranger.pid}\n" + left_behind.split("\n", 1)[1])
        if account:
            os.chown(lock, *account)

        url = ensure_database()  # on the same port or, if that was taken meanwhile, on another

        assert ask(url, "SELECT seven FROM kept") == [(7,)]
        assert stranger.poll() is None
        stranger.kill()


def test_a_lost_password_is_replaced_and_the_rows_stay(own_var):
    url = ensure_database()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS seven")
    stop_database()
    (own_var / "database.json").unlink()

    renewed = ensure_database()

    assert renewed != url
    assert ask(renewed, "SELECT seven FROM kept") == [(7,)]


def test_data_of_another_version_is_left_alone_and_the_reason_said(own_var):
    ensure_database()
    stop_database()
    version = data_folder() / "PG_VERSION"
    version.write_text("13\n")

    with pytest.raises(CannotStart, match="written by PostgreSQL 13"):
        ensure_database()

    version.write_text("18\n")


def test_only_its_owner_reads_the_password_and_the_rows(own_var):
    ensure_database()

    assert (own_var / "database.json").stat().st_mode & 0o077 == 0
    assert data_folder().stat().st_mode & 0o077 == 0


def test_the_log_does_not_repeat_what_was_written(own_var):
    url = ensure_database()
    ask(url, "CREATE TABLE once (name text PRIMARY KEY)")
    ask(url, "INSERT INTO once VALUES ('黄伟强')")

    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(url, "INSERT INTO once VALUES ('黄伟强')")

    assert "黄伟强" not in (data_folder() / "server.log").read_text()


def test_a_folder_its_account_cannot_reach_is_not_opened(closed_var):
    closed = closed_var.parent.stat().st_mode

    url = ensure_database()

    assert ask(url, "SELECT 1") == [(1,)]
    assert closed_var.parent.stat().st_mode == closed
    # an ordinary account reaches its own folders; only root hands the data to another
    there = ELSEWHERE if os.geteuid() == 0 else closed_var
    assert data_folder().is_relative_to(there)


def test_a_database_from_outside_is_used_as_it_is(own_var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://city@db.example/city")

    assert ensure_database() == "postgresql://city@db.example/city"

    assert not is_running()
    assert not (own_var / "postgres").exists()


def test_the_last_to_let_go_stops_what_was_started_for_them(own_var):
    with database_in_use() as url:
        with database_in_use() as same:
            assert same == url
        assert is_running()

    assert not is_running()


def test_a_server_that_ran_before_stays(own_var):
    ensure_database()

    with database_in_use():
        pass

    assert is_running()
