"""`shanqiao plan --cluster`: workers make the same plan, or say why they cannot."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from shanqiao.host import cluster
from shanqiao.host.cluster import CannotUseCluster, Cluster
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


@needs_ray
@pytest.mark.parametrize("place", ["local", "local:0", "local:two"])
def test_how_many_workers_must_be_said(tmp_path: Path, place: str) -> None:
    city, out = a_small_city(tmp_path / "in"), tmp_path / "out"

    said = shanqiao("plan", city, "--out", out, "--cluster", place)

    assert said.code == 1
    assert "say how many workers" in said.err
    assert not out.exists()


class Workers:
    """Workers in place of Ray's, of whom we know how much they have been asked at a time."""

    exceptions = SimpleNamespace(RayTaskError=type("RayTaskError", (Exception,), {}))

    def __init__(self, count: int) -> None:
        self.count, self.under_way, self.most = count, 0, 0

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": float(self.count)}

    def remote(self, work):
        def ask(letter: bytes):
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            return lambda: work(letter)

        return SimpleNamespace(remote=ask)

    def get(self, answer):
        self.under_way -= 1
        return answer()


def test_answers_come_in_order_and_each_worker_has_at_most_two_tasks() -> None:
    workers = Workers(3)

    answers = list(Cluster(workers).each(doubled, range(20), lambda *_: None))

    assert answers == [(task, 2 * task) for task in range(20)]
    assert workers.most == 6


def test_a_worker_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = iter(["as here", "as here", "another", "as here"])
    monkeypatch.setattr(cluster, "what_we_are", lambda: next(versions))
    answers = Cluster(Workers(1)).each(doubled, range(20), lambda *_: None)

    assert next(answers) == (0, 0)
    with pytest.raises(CannotUseCluster, match="there another, here as here"):
        next(answers)


def doubled(task: int, progress: object) -> int:
    return 2 * task
