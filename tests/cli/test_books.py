"""The books, taken along and looked at from the command line."""

import json
import shutil
from datetime import date

import pytest

from shanqiao.apps.books.actions import Row, post, tell_worth
from shanqiao.apps.books.lines import open_line, place_of, way_in, way_out
from shanqiao.apps.books.models import Posting
from shanqiao.cli import outsiders
from shanqiao.cli.outsiders import OUTSIDERS
from tests.apps.books_factories import a_gift, a_use, without_triggers
from tests.factories import NOON, a_host

from .commands import shanqiao

HLEDGER, BEANCOUNT = OUTSIDERS
needs_hledger = pytest.mark.skipif(
    HLEDGER.where() is None, reason="hledger is not here: apt-get install hledger"
)


@pytest.fixture
def line(committed):
    """A line with gifts on several days, a use, a move to another line, and meals beside it."""
    host = a_host()
    line = open_line(host=host, unit="fen", name="医疗; 急救|專款")
    other = open_line(host=host, unit="fen", name="another")
    meals = open_line(host=host, unit="meal", name="meals")
    for n in range(5):
        a_gift(line, 100 + n, f"g{n}", on=date(2026, 5, 1 + n))
    a_gift(meals, 30, "m")
    a_use(line, 250, "use")
    rows = [
        Row(way_out(line), way_in(other), 50),
        Row(way_out(meals), place_of(host=host, unit="meal"), 3),
    ]
    post(key="both", kind="move", rows=rows[:1], about='so "it" goes; on | and\\on', at=NOON)
    post(key="eaten", kind="use", rows=rows[1:], about="x", at=NOON)
    return line


def export(folder, form, *words):
    file = folder / f"books.{form}"
    return shanqiao("books", "export", "--format", form, "--out", file, *words), file


@pytest.mark.parametrize("form", ["hledger", "beancount"])
def test_books_are_taken_along_with_every_posting_and_what_stands_at_their_end(
    line, tmp_path, form
):
    said, file = export(tmp_path, form)

    assert said.code == 0 and "9 postings" in said.out
    text = file.read_text()
    assert text.count("posting:") == 9
    assert f"L{line.pk}" in text and line.host.uscc in text
    assert [path.name for path in tmp_path.iterdir()] == [file.name]  # nothing half is left


def test_a_file_that_is_there_is_not_written_over_unasked(line, tmp_path):
    (tmp_path / "books.hledger").write_text("mine")

    said, file = export(tmp_path, "hledger")
    assert said.code == 1 and "--force" in said.err and file.read_text() == "mine"

    said, file = export(tmp_path, "hledger", "--force")
    assert said.code == 0 and "closing" in file.read_text()


def test_the_books_of_one_host_hold_no_other(line, tmp_path):
    a_gift(open_line(host=a_host(), unit="fen", name="theirs"), 5, "theirs")

    said, file = export(tmp_path, "beancount", "--host", line.host.uscc)

    assert said.code == 0 and file.read_text().count("posting:") == 9
    assert "no organisation" in export(tmp_path, "hledger", "--host", "X")[0].err


def test_beancount_finds_what_we_say(line):
    said = shanqiao("books", "compare", "--host", line.host.uscc)

    assert said.code == 0, said.err
    assert "beancount: 9 postings; in 8 accounts" in said.out


@needs_hledger
def test_hledger_finds_what_we_say(line):
    assert "hledger: 9 postings; in 8 accounts" in shanqiao("books", "compare").out


def test_goods_with_their_worth_add_up_elsewhere_too(committed):
    goods = open_line(host=a_host(), unit="piece", name="quilts")
    gift = Posting.objects.get(pk=a_gift(goods, 3, "lot"))
    tell_worth(posting=gift, worth=1_000, at=NOON)
    a_use(goods, 2, "use")

    said = shanqiao("books", "compare")

    assert said.code == 0, said.err
    assert "beancount: 4 postings; in 6 accounts" in said.out
    assert shanqiao("books", "verify").code == 0


@needs_hledger
def test_a_balance_that_is_not_that_of_its_postings_is_named_by_both(line):
    assert shanqiao("books", "seal").code == 0
    without_triggers(
        "UPDATE books_daytotal SET debit = debit + 1 WHERE id = (SELECT min(id) FROM books_daytotal)"
    )

    said = shanqiao("books", "compare")

    assert said.code == 1
    named = {word for word in said.err.splitlines() if ":" in word and "≠" in word}
    assert len(named) == 1 and "(hledger)" in named.pop()
    assert "beancount · " in said.err and "Balance failed" in said.err


def test_a_program_that_is_not_here_is_told_how_to_get(line, monkeypatch):
    monkeypatch.setattr(outsiders.shutil, "which", lambda *_, **__: None)

    said = shanqiao("books", "compare")

    assert said.code == 1
    assert "apt-get install hledger" in said.err and "pipx install beancount" in said.err


def test_what_is_as_it_was_written_is_so_and_a_changed_row_is_named(line):
    assert shanqiao("books", "verify").code == 0
    assert "9 postings were sealed" in shanqiao("books", "seal").out
    assert "1 blocks" in shanqiao("books", "verify").out

    without_triggers(
        "UPDATE books_posting SET about = 'me' WHERE key = (SELECT key FROM books_posting ORDER BY id LIMIT 1)"
    )

    said = shanqiao("books", "verify")
    assert said.code == 1 and "was changed or added after block 1 was sealed" in said.err
    assert "分录" in shanqiao("books", "verify", lang="zh").err


def test_a_posting_is_proven_without_a_database_and_a_changed_proof_is_not(line, tmp_path):
    gift, file = a_gift(line, 7, "proven"), tmp_path / "proof.json"
    unsealed = shanqiao("books", "proof", gift, "--out", file)
    assert unsealed.code == 1 and "books seal" in unsealed.err
    shanqiao("books", "seal")
    assert shanqiao("books", "proof", gift, "--out", file).code == 0

    said = shanqiao("books", "check-proof", file)
    assert said.code == 0 and f"  {gift}|" in said.out

    proof = json.loads(file.read_text())
    assert shanqiao("books", "check-proof", file, "--digest", proof["digest"]).code == 0
    assert shanqiao("books", "check-proof", file, "--digest", "00").code == 1
    file.write_text(json.dumps({**proof, "row": proof["row"].replace("|7|", "|8|")}))
    assert "does not hold" in shanqiao("books", "check-proof", file).err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"beside": [1]}', "null"])
def test_what_is_no_proof_is_refused_in_words(tmp_path, text):
    (tmp_path / "p.json").write_text(text)

    said = shanqiao("books", "check-proof", tmp_path / "p.json")

    assert said.code == 1 and "is no proof" in said.err
    assert shanqiao("books", "check-proof", tmp_path / "none").code == 1


def test_a_posting_that_is_not_there_has_no_proof(line, tmp_path):
    assert "no posting 999" in shanqiao("books", "proof", 999, "--out", tmp_path / "p").err


def test_both_programs_are_known_by_name():
    assert BEANCOUNT.where(), "bean-check is installed beside us"
    assert shutil.which("bean-check", path=BEANCOUNT.where().rpartition("/")[0])
