"""By one thread or by several it is the same plan and the same people, to the byte."""

import hashlib
import os
import subprocess
import sys

import polars as pl
import pytest

from bench.registers.register import a_register
from shanqiao.engines.allocation import solve
from shanqiao.engines.linkage import link, read_model
from tests.engines.cities import a_large_city


def what_comes_of_it():
    """How many threads there were; digests of a plan and of a linked register."""
    plan = solve(a_large_city(needs=2_000, resources=100, seed=11, before=200))
    linked = link(a_register(size=2_000, seed=12).registrations, read_model())
    tables = (plan.matches, plan.unmet, plan.scarcity, plan.certificate, linked.clusters)
    return [str(pl.thread_pool_size()), *(_digest(table) for table in tables)]


def _digest(table):
    return hashlib.sha256(table.write_ndjson().encode()).hexdigest()


@pytest.mark.thorough
def test_four_threads_do_what_one_does():
    by_four = subprocess.run(
        [sys.executable, "-m", "tests.engines.test_threads"],
        env=os.environ | {"POLARS_MAX_THREADS": "4"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout.split()

    here = what_comes_of_it()

    assert by_four[0] == "4" != here[0]
    assert by_four[1:] == here[1:]


if __name__ == "__main__":
    print(*what_comes_of_it())
