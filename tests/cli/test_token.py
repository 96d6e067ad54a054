"""Tokens of a list, made where the list is, and asked about over a real line."""

import csv
import json
import stat
import threading
from datetime import date, timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import openpyxl
import polars as pl
import pytest
from django.core.handlers.wsgi import WSGIHandler

from shanqiao.apps.inquiries.actions import revoke_key
from shanqiao.apps.inquiries.models import DayOfAsking, Inquiry
from shanqiao.cli import inquiring
from shanqiao.engines.linkage.tokens import TOKEN_KINDS
from shanqiao.feeds.token_files import KeyFile, key_file_text, read_tokens
from tests.apps.test_inquiries import meals_for
from tests.factories import NOON, a_supervisor
from tests.inquiring import NOBODY, WONG, a_key, wong
from tests.www.at_noon import stop_the_clock

from .commands import shanqiao

HEADINGS = {"name": "姓名", "gender": "性别", "dob": "出生日期", "phone": "联系电话"}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def a_key_file(folder, *, number=1, token_key=bytes(32), secret="a secret"):
    path = folder / "key.json"
    kept = KeyFile(number, "送餐前核对", "某慈善会", "2026-12-31", token_key, secret)
    path.write_text(key_file_text(kept), encoding="utf-8")
    return path


def a_list(folder, *people, name="list.csv", encoding="utf-8-sig", headings=HEADINGS):
    path = folder / name
    rows = [[person.get(column, "") for column in headings] for person in people]
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([list(headings.values()), *rows])
    return path


def values_in(path):
    return read_tokens(path).values.tolist()


def test_a_list_becomes_tokens_and_no_fact_of_it_stays(folder):
    people, out = a_list(folder, WONG, NOBODY), folder / "tokens"

    said = shanqiao("token", people, "--key", a_key_file(folder), "--out", out)

    assert said.code == 0
    assert "2 of 2 rows" in said.out
    assert read_tokens(out).numbers == [2, 3]  # as the spreadsheet counts its lines
    content = out.read_bytes() + json.dumps(pl.read_parquet(out).to_dicts()).encode()
    for fact in (WONG["name"], WONG["phone"], "huang", "1950"):
        assert fact.encode() not in content
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_same_people_in_csv_gb18030_excel_and_parquet_make_the_same_tokens(folder):
    key = a_key_file(folder)
    book = openpyxl.Workbook()
    book.active.append(list(HEADINGS.values()))
    book.active.append([WONG["name"], WONG["gender"], date(1950, 5, 6), int(WONG["phone"])])
    book.save(folder / "list.xlsx")
    pl.DataFrame([{HEADINGS[c]: WONG[c] for c in HEADINGS}]).write_parquet(folder / "list.parquet")
    a_list(folder, WONG)
    a_list(folder, WONG, name="old.csv", encoding="gb18030")

    made = []
    for name in ("list.csv", "old.csv", "list.xlsx", "list.parquet"):
        assert shanqiao("token", folder / name, "--key", key, "--out", folder / "t").code == 0
        made.append(values_in(folder / "t"))

    assert made[0][0].count(0) < len(TOKEN_KINDS)
    assert all(one == made[0] for one in made)


def test_what_is_wrong_with_a_cell_is_told_by_row_and_column_and_masked(folder):
    wrong = {"name": "陈伟强", "id_no": "440103196503071213", "dob": "春天", "phone": "1"}
    people = a_list(folder, wrong, {}, headings={**HEADINGS, "id_no": "身份证号"})

    said = shanqiao("token", people, "--key", a_key_file(folder), "--out", folder / "t")

    assert said.code == 0
    assert "line 2 · 身份证号 · 440***********1213: its check digit" in said.err
    assert "line 2 · 出生日期 · 春*: no day" in said.err
    assert "line 3: holds nothing" in said.err
    assert "440103196503071213" not in said.err + said.out
    assert "陈伟强" not in said.err + said.out


def test_columns_may_be_named_and_rows_numbered(folder):
    people = a_list(folder, WONG, headings={"name": "Client", "phone": "No", "dob": "born"})
    table = pl.read_csv(people, infer_schema=False).with_columns(pl.Series("own", ["77"]))
    table.write_csv(people)
    key = a_key_file(folder)

    said = shanqiao(
        *("token", people, "--key", key, "--out", folder / "t"),
        *("--column", "name=Client", "--column", "phone=No", "--number", "own"),
    )

    assert said.code == 0 and "phone ← No" in said.out
    assert read_tokens(folder / "t").numbers == [77]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--column", "nam=姓名"], "There is no column nam"),
        (["--column", "name=Client"], "no column “Client”"),
        (["--number", "性别"], "no whole numbers"),
    ],
)
def test_a_column_that_is_not_there_is_refused(folder, words, says):
    people = a_list(folder, WONG)

    said = shanqiao("token", people, "--key", a_key_file(folder), "--out", folder / "t", *words)

    assert said.code == 1 and says in said.err
    assert not (folder / "t").exists()


def test_a_key_file_of_something_else_is_refused_and_not_shown(folder):
    (folder / "key.json").write_text('{"token_key": "a very secret thing"}')

    said = shanqiao(
        "token", a_list(folder, WONG), "--key", folder / "key.json", "--out", folder / "t"
    )

    assert said.code == 1 and "no key file" in said.err
    assert "secret thing" not in said.err


# Over a line


class _Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def city(committed, monkeypatch):
    """The address of a city that is served on this machine at noon."""
    stop_the_clock(monkeypatch)
    monkeypatch.setattr(inquiring, "_PAUSE", 0)
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def made(folder, handed, *people):
    """(tokens, key file) of a list."""
    key = a_key_file(folder, number=handed.key.pk, token_key=handed.token_key, secret=handed.secret)
    assert shanqiao("token", a_list(folder, *people), "--key", key, "--out", folder / "t").code == 0
    return folder / "t", key


def ask(city, folder, tokens, key):
    return shanqiao("ask", tokens, "--key", key, "--server", city, "--out", folder / "answers.csv")


def answers_in(folder):
    with (folder / "answers.csv").open(encoding="utf-8-sig") as file:
        return {int(row["row"]): row["answer"] for row in csv.DictReader(file)}


def test_a_list_is_asked_about_and_answered_by_its_own_rows(city, folder):
    meals_for(wong(), granted=20)
    handed = a_key()

    said = ask(city, folder, *made(folder, handed, NOBODY, WONG))

    assert said.code == 0
    assert answers_in(folder) == {2: "no", 3: "partly"}
    assert "partly covered 1" in said.out


def test_sent_again_the_same_file_is_the_same_question(city, folder, monkeypatch):
    monkeypatch.setattr(inquiring, "ROWS", 2)
    handed = a_key()
    tokens, key = made(folder, handed, WONG, NOBODY, WONG)

    for _ in range(2):
        assert ask(city, folder, tokens, key).code == 0

    assert (DayOfAsking.objects.get().rows, Inquiry.objects.count()) == (3, 2)


def test_what_was_answered_before_the_limit_is_written_and_the_rest_told(city, folder, monkeypatch):
    monkeypatch.setattr(inquiring, "ROWS", 2)
    handed = a_key(rows_a_day=2)

    said = ask(city, folder, *made(folder, handed, WONG, NOBODY, WONG))

    assert said.code == 1 and "tomorrow" in said.err
    assert answers_in(folder) == {2: "no", 3: "no"}


def test_a_revoked_key_is_told_in_the_words_of_the_city(city, folder):
    handed = a_key()
    tokens, key = made(folder, handed, WONG)
    revoke_key(key=handed.key, why="lost", by=a_supervisor(), at=NOON + timedelta(hours=1))

    said = ask(city, folder, tokens, key)

    assert said.code == 1 and "This key was revoked" in said.err


def test_a_key_goes_over_no_open_line_and_to_no_other_place(folder):
    people, key = a_list(folder, WONG), a_key_file(folder)
    shanqiao("token", people, "--key", key, "--out", folder / "t")

    open_line = ask("http://shanqiao.example.org", folder, folder / "t", key)
    other_key = ask("https://127.0.0.1:1", folder, folder / "t", a_key_file(folder, number=2))

    assert (open_line.code, other_key.code) == (1, 1)
    assert "https://" in open_line.err and "another key" in other_key.err


def test_a_city_that_is_not_there_is_told(folder, monkeypatch):
    monkeypatch.setattr(inquiring, "_PAUSE", 0)
    people, key = a_list(folder, WONG), a_key_file(folder)
    shanqiao("token", people, "--key", key, "--out", folder / "t")

    said = ask("http://127.0.0.1:1", folder, folder / "t", key)

    assert said.code == 1 and "cannot be reached" in said.err
