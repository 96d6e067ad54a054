"""`shanqiao plan --cluster`: workers make the same plan, or say why they cannot."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from shanqiao.engines.allocation import CannotSolve
from shanqiao.host import cluster
from shanqiao.host.cluster import (
    CannotUseCluster,
    Cluster,
    carried_out,
    what_we_are,
    workers_at,
)
from tests.cli.commands import shanqiao
from tests.feeds.plan_folders import a_small_city

EXAMPLE = Path(__file__).parents[2] / "examples/guangzhou/make.py"
SAME = {"plan.csv", "unmet.csv", "scarcity.csv", "certificate.parquet", "summary.json"}
needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None and not os.environ.get("CI"),
    reason="a plan by two workers of Ray was left out (`make setup-cluster` installs it, .ci/run does)",
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("guangzhou")
    subprocess.run([sys.executable, EXAMPLE, at], check=True, capture_output=True)
    return at


@pytest.mark.thorough
@needs_ray
@pytest.mark.parametrize("policy", ["basic_first", "gravest_first"])
def test_two_workers_make_the_same_plan_to_the_byte(
    city: Path, tmp_path: Path, policy: str
) -> None:
    alone = shanqiao("plan", city, "--out", tmp_path / "alone", "--policy", policy)
    # A process of its own, as a city starts it: Ray keeps threads and files of its own open.
    command = [sys.executable, "-c", "from shanqiao.cli import app; app()"]
    words = ["plan", city, "--out", tmp_path / "by two", "--policy", policy, "--lang", "en"]
    by_two = subprocess.run(
        [*command, *map(str, words), "--cluster", "local:2"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert by_two.returncode == 0, by_two.stderr
    assert "optimal" in by_two.stdout
    assert alone.code == 0
    for name in SAME:
        assert (tmp_path / "by two" / name).read_bytes() == (
            tmp_path / "alone" / name
        ).read_bytes(), name
    assert '"workers"' in (tmp_path / "by two" / "timings.json").read_text()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_ray_it_says_what_to_install_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    city, out = a_small_city(tmp_path / "in"), tmp_path / "out"

    said = shanqiao("plan", city, "--out", out, "--cluster", "local:2", lang=lang)

    assert said.code == 1
    assert "make setup-cluster" in said.err
    assert ("needs Ray" in said.err) == (lang == "en")
    assert not out.exists()


@pytest.mark.parametrize("place", ["local", "local:0", "local:two", "ray://10.0.0.5:10001"])
def test_what_is_no_address_is_refused_with_an_example(tmp_path: Path, place: str) -> None:
    city, out = a_small_city(tmp_path / "in"), tmp_path / "out"

    said = shanqiao("plan", city, "--out", out, "--cluster", place)

    assert said.code == 1
    assert "write local:2 for two workers" in said.err
    assert not out.exists()


@needs_ray
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_no_cluster_answers_it_says_what_to_look_at(tmp_path: Path, lang: str) -> None:
    city, out = a_small_city(tmp_path / "in"), tmp_path / "out"

    said = shanqiao("plan", city, "--out", out, "--cluster", "localhost:1", lang=lang)

    assert said.code == 1
    assert "ray start --address=localhost:1" in said.err
    assert ("cannot be used" in said.err) == (lang == "en")
    assert not out.exists()


class RayError(Exception):
    """What Ray raises when it could not go on."""


class RayTaskError(RayError):
    """What Ray raises when a task could not: with the error of the task."""

    def __init__(self, cause: Exception) -> None:
        super().__init__("ray::carried_out()")
        self.cause = cause


class Workers:
    """Workers in place of Ray's, of whom we know how much they have been asked at a time."""

    exceptions = SimpleNamespace(RayError=RayError, RayTaskError=RayTaskError)

    def __init__(self, count: int) -> None:
        self.count, self.under_way, self.most = count, 0, 0
        self.begun_with: list[dict[str, str]] = []
        self.ended = 0

    def init(self, address: str, **how: object) -> None:
        self.begun_with.append(dict(os.environ))

    def shutdown(self) -> None:
        self.ended += 1

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": float(self.count)}

    def remote(self, work):
        def ask(*letter):
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            return lambda: work(*letter)

        return SimpleNamespace(remote=ask)

    def get(self, answer):
        self.under_way -= 1
        return answer()


def refusing(why: Exception):
    def get(answer):
        raise why

    return get


def test_answers_come_in_order_and_each_worker_has_at_most_two_tasks() -> None:
    workers = Workers(3)

    answers = list(Cluster(workers).each(doubled, range(20), lambda *_: None))

    assert answers == [(task, 2 * task) for task in range(20)]
    assert workers.most == 6


def test_a_worker_of_another_version_opens_nothing_and_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers = Workers(1)
    answers = Cluster(workers).each(doubled, range(20), lambda *_: None)
    assert next(answers) == (0, 0)

    there = carried_out(b"cannot be opened", "of another version")
    monkeypatch.setattr(workers, "get", lambda answer: ("of another version", None))

    assert there == (what_we_are(), None)
    with pytest.raises(CannotUseCluster, match="There: of another version; here: shanqiao"):
        next(answers)


def test_a_refusal_of_the_engine_is_told_as_at_home_and_a_missing_engine_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers = Workers(1)
    monkeypatch.setattr(workers, "get", refusing(RayTaskError(CannotSolve("too large"))))
    with pytest.raises(CannotSolve, match="too large"):
        list(Cluster(workers).each(doubled, range(3), lambda *_: None))

    monkeypatch.setattr(workers, "get", refusing(RayTaskError(RuntimeError("no shanqiao\nhere"))))
    with pytest.raises(CannotUseCluster, match=r"make setup-cluster.*Reason: no shanqiao$"):
        list(Cluster(workers).each(doubled, range(3), lambda *_: None))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_when_workers_die_nothing_is_written_and_it_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    workers = Workers(2)
    monkeypatch.setattr(workers, "get", refusing(RayError("the worker died")))
    begin_with(workers, monkeypatch)
    city, out = a_small_city(tmp_path / "in"), tmp_path / "out"

    said = shanqiao("plan", city, "--out", out, "--cluster", "local:2", lang=lang)

    assert said.code == 1
    assert ("nothing was written" in said.err) == (lang == "en")
    assert "the worker died" in said.err
    assert "without --cluster" in said.err or "不带 --cluster" in said.err
    assert not out.exists()
    assert workers.ended == 1


def test_our_own_workers_answer_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = Workers(2)
    begin_with(workers, monkeypatch)

    for _ in range(2):
        with workers_at("local:2"):
            pass

    first, second = workers.begun_with
    assert first["RAY_AUTH_MODE"] == second["RAY_AUTH_MODE"] == "token"
    assert len(first["RAY_AUTH_TOKEN"]) == 64
    assert first["RAY_AUTH_TOKEN"] != second["RAY_AUTH_TOKEN"]


def begin_with(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these be the workers of this machine, and leave no password behind."""
    monkeypatch.setattr(cluster, "_ray", lambda: workers)
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN"):
        monkeypatch.setenv(name, "as it was")


def doubled(task: int, progress: object) -> int:
    return 2 * task
