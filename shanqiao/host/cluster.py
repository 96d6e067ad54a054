"""Workers on Ray: parts of a plan as tasks, on this machine or on others.

A part travels as bytes and is unpacked where it is carried out, so that its arrays can be written
to as at home. With every answer comes what the worker is made of: another version of the engine
or of what it computes with could make other bytes, and is refused.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

_ENGINES = Path(__file__).parents[1] / "engines"
_COMPUTES = ("numba", "numpy", "ortools", "polars")


class CannotUseCluster(Exception):
    """There are no workers, or not such as make the same plan; both languages, with a way out."""

    def __init__(self, zh: str, en: str):
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en = zh, en


@contextmanager
def workers_at(place: str) -> Iterator[Cluster]:
    """Workers for as long as the ``with`` lasts.

    Args:
        place: ``local:2`` for two workers on this machine, else the address of a Ray cluster, as
            ``ray start`` prints it.

    Raises:
        CannotUseCluster: Ray is not installed, or no cluster answers there; and inside, when
            workers went away or are made of something else.
    """
    ray = _ray()
    local = re.fullmatch(r"local:([1-9]\d{0,3})", place)
    if place.startswith("local") and not local:
        raise CannotUseCluster(
            f"{place} 看不懂：本机要写工作进程的个数，如 local:2。",
            f"{place} is not understood: on this machine say how many workers, as in local:2.",
        )
    here = {"num_cpus": int(local[1]), "include_dashboard": False} if local else {"address": place}
    try:
        ray.init(**here, log_to_driver=False, logging_level="error")
    except (ConnectionError, ValueError, RuntimeError, TimeoutError) as why:
        raise CannotUseCluster(
            f"连不上集群 {place}：{why}", f"The cluster {place} does not answer: {why}"
        ) from why
    try:
        yield Cluster(ray)
    except ray.exceptions.RayError as why:
        raise CannotUseCluster(
            f"工作进程没有做完：{why}", f"The workers did not finish: {why}"
        ) from why
    finally:
        ray.shutdown()


class Cluster:
    """Workers of a Ray that is connected; see `Workers` of the allocation engine."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._carry_out = ray.remote(carried_out)
        self._ahead = 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))

    def each(
        self,
        work: Callable[[Any, Any], Any],
        tasks: Iterable[Any],
        tell: Callable[[Any, str, float], None],
    ) -> Iterator[tuple[Any, Any]]:
        """Send tasks away, at most two for each worker at a time, and collect them in order."""
        under_way: deque[tuple[Any, Any]] = deque()
        for task in tasks:
            under_way.append((task, self._carry_out.remote(pickle.dumps((work, task), 5))))
            if len(under_way) >= self._ahead:
                yield self._collected(*under_way.popleft())
        while under_way:
            yield self._collected(*under_way.popleft())

    def _collected(self, task: Any, answer: Any) -> tuple[Any, Any]:
        try:
            done, made_of = self._ray.get(answer)
        except self._ray.exceptions.RayTaskError as failed:
            raise failed.cause from failed
        if made_of != (here := what_we_are()):
            raise CannotUseCluster(
                f"集群上装的与本机不同，方案可能不同：那边 {made_of}，这边 {here}。",
                "The cluster has other versions installed than this machine and could make another "
                f"plan: there {made_of}, here {here}.",
            )
        return task, done


def carried_out(letter: bytes) -> tuple[Any, str]:
    """What a worker does: the work on its task, and what the worker is made of."""
    work, task = pickle.loads(letter)  # noqa: S301  (sent by ourselves)
    return work(task, lambda step, part: None), what_we_are()


@lru_cache
def what_we_are() -> str:
    """The versions of what computes, and a digest of our own engines."""
    sources = sorted(_ENGINES.rglob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    names = [f"{name} {version(name)}" for name in _COMPUTES]
    return ", ".join([f"shanqiao {digest}", *names])


def _ray() -> Any:
    """Ray, which tells nobody that it is used."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
        import ray.exceptions
    except ImportError:
        raise CannotUseCluster(
            "多机做方案要另装 Ray：在源码目录运行 make setup-cluster，或 pip install 'shanqiao[cluster]'。",
            "Planning on a cluster needs Ray: run make setup-cluster in the sources, or "
            "pip install 'shanqiao[cluster]'.",
        ) from None
    return ray
