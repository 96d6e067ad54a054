"""Registers of an invented Guangzhou: who is in them, and that truth is true."""

import json
from datetime import date

import numpy as np
import polars as pl
import pytest

from bench.registers.hard import NEGATIVES
from bench.registers.homes import streets
from bench.registers.people import some_people
from bench.registers.register import COLUMNS, a_register, people_for, summary_of, written
from shanqiao.engines.identity import read_resident_id

RESIDENT = pl.col("id_no").str.contains(r"^\d{17}[\dX]$")


@pytest.fixture(scope="module")
def people():
    return some_people(np.random.default_rng(7), 4_000)


@pytest.fixture(scope="module")
def register():
    return a_register(size=20_000, seed=3)


def test_every_registration_is_of_one_person(register):
    rows, truth = register.registrations, register.truth

    assert rows.height == truth.height == 20_000
    assert rows["rid"].to_list() == truth["rid"].to_list() == list(range(1, 20_001))
    assert 1 < 20_000 / truth["pid"].n_unique() < 3
    assert truth.group_by("pid").len()["len"].max() > 3


def test_a_register_has_the_columns_that_are_linked(register):
    rows = register.registrations

    assert tuple(rows.columns) == COLUMNS
    assert rows.null_count().sum_horizontal().item() == 0
    assert set(rows["gender"]) == {"男", "女", ""}
    assert rows["reg_date"].min() >= date(2019, 1, 1)


def test_of_ten_numbers_three_are_missing_whatever_the_noise(register):
    quiet, loud = (a_register(size=20_000, seed=3, noise=noise) for noise in (0.5, 2))

    for one in (quiet, register, loud):
        assert 0.27 < (one.registrations["id_no"] == "").mean() < 0.31


def test_with_more_noise_the_same_people_are_registered_worse():
    quiet, loud = (a_register(size=5_000, seed=3, noise=noise) for noise in (0.5, 2))

    assert quiet.truth["pid"].equals(loud.truth["pid"])
    assert quiet.registrations["reg_date"].equals(loud.registrations["reg_date"])
    few, many = (one.truth["kinds"].list.len().sum() for one in (quiet, loud))
    assert many > 2 * few


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("once", "again"):
        written(tmp_path / name, size=3_000, seed=11, noise=2)
    written(tmp_path / "other", size=3_000, seed=12, noise=2)

    for file in (tmp_path / "once").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()
        assert file.read_bytes() != (tmp_path / "other" / file.name).read_bytes()


def test_a_register_says_what_it_is(tmp_path):
    register = written(tmp_path, size=2_000, seed=5, noise=0.5)
    told = json.loads((tmp_path / "register.json").read_text())

    assert (told["size"], told["seed"], told["noise"]) == (2_000, 5, 0.5)
    assert told["pairs"] == sum(
        n * (n - 1) // 2 for n in register.truth.group_by("pid").len()["len"].to_list()
    )
    assert pl.read_parquet(tmp_path / "truth.parquet").equals(register.truth)


def test_resident_numbers_are_well_formed_and_tell_birth_and_sex(people):
    residents = people.filter(RESIDENT)

    assert residents.height > 3_500
    for number, born, female in residents.head(40).select("id_no", "born", "female").iter_rows():
        read = read_resident_id(number)
        assert (read.number, read.born_on) == (number, born)
        assert read.sex == ("female" if female else "male")
    for number, born, female in residents.select("id_no", "born", "female").iter_rows():
        places = [10 if place == "X" else int(place) for place in number]
        assert sum(n * 2 ** (17 - at) for at, n in enumerate(places)) % 11 == 1
        assert number[6:14] == f"{born:%Y%m%d}" and places[16] % 2 == (not female)


def test_nobody_has_the_number_of_another(people):
    numbers = people.filter(pl.col("id_no") != "")["id_no"]

    assert not numbers.is_duplicated().any()


def test_telephones_begin_as_nobodys_do(people):
    phones = people.filter(pl.col("phone") != "")["phone"]

    assert phones.str.contains(r"^(154|161|164|168|169)\d{8}$|^020-0\d{7}$").all()


def test_they_live_in_streets_that_there_are(people):
    known = set(streets().select(pl.format("广州市{}{}", "district_name", "name")).to_series())

    assert len(known) == 176
    for address in people["address"].head(500):
        assert any(address.startswith(street) for street in known)


def test_families_are_families(people):
    children = people.filter(pl.col("role") == 2).join(
        people.filter(pl.col("role") == 0).select("household", parent_born="born"), on="household"
    )

    older = (children["born"] - children["parent_born"]).dt.total_days() / 365.25
    assert (older > 15).mean() > 0.99
    assert people.group_by("household").agg(pl.col("address").n_unique())["address"].max() == 1


def test_people_of_hong_kong_and_of_other_peoples_are_among_them(people):
    names = people["name"]

    assert names.str.contains("·").any()
    assert names.str.contains("^[A-Z ]+$").any()
    assert people["id_no"].str.contains(r"^[HM]\d{8}$").any()
    assert names.str.contains("^(欧阳|司徒)").any()


@pytest.mark.parametrize("kind", NEGATIVES)
def test_who_is_easily_confused_is_not_one_person(register, kind):
    group = register.hard.filter(pl.col("kind") == kind).join(register.truth, on="rid")

    assert group.height > 0
    assert group.group_by("group").agg(pl.col("pid").n_unique())["pid"].min() > 1


@pytest.mark.parametrize(
    ("kind", "column", "several"),
    [
        ("twins", "born", 1),
        ("twins", "household", 1),
        ("twins", "name", 2),
        ("siblings", "phone", 1),
        ("household", "address", 1),
        ("nursing_home", "address", 1),
        ("same_name_same_year", "name", 1),
        ("same_name_one_street", "street", 1),
    ],
)
def test_what_they_share(kind, column, several):
    """Twins share a birthday and no name; the others what their kind says."""
    size, seed = 8_000, 4
    register = a_register(size=size, seed=seed)
    people = some_people(np.random.default_rng([seed, size, 0]), people_for(size))
    groups = (
        register.hard.filter(pl.col("kind") == kind)
        .join(register.truth, on="rid")
        .join(people, on="pid")
        .group_by("group")
        .agg(pl.col(column).n_unique(), pl.col("pid").n_unique())
    )

    assert groups.height > 0
    assert (groups[column] == several).mean() > 0.95


def test_the_summary_counts_groups(register):
    told = summary_of(register)

    assert list(told["hard_negatives"]) == list(NEGATIVES)
    twins = told["hard_negatives"]["twins"]
    assert twins["people"] == 2 * twins["groups"] <= twins["registrations"]
