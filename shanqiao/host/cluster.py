"""Workers on Ray: parts of a plan as tasks, on this machine or on others.

A part travels as bytes and is unpacked where it is carried out, so that its arrays can be written
to as at home. With it goes what we are made of: a worker with another version of the engine, or of
what it computes with, could make other bytes, and opens nothing.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import secrets
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_ENGINES = Path(__file__).parents[1] / "engines"
_COMPUTES = ("numba", "numpy", "ortools", "polars")
_PATIENCE = 5  # seconds for a connection; Ray itself would try for minutes, and say nothing


class CannotUseCluster(Exception):
    """There are no workers, or not such as make the same plan; both languages, with a way out."""

    def __init__(self, zh: str, en: str):
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en = zh, en


@contextmanager
def workers_at(place: str) -> Iterator[Cluster]:
    """Workers for as long as the ``with`` lasts.

    Args:
        place: ``local:2`` for two workers on this machine, else ``HOST:PORT`` of a Ray cluster, as
            ``ray start`` prints it; this machine must have joined it.

    Raises:
        CannotUseCluster: Ray is not installed, or no cluster answers there; and inside, when
            workers went away or are made of something else.
    """
    local = re.fullmatch(r"local:([1-9]\d*)", place)
    ray = _our_own_ray(int(local[1])) if local else _ray_at(place)
    try:
        yield Cluster(ray)
    except ray.exceptions.RayError as why:
        raise CannotUseCluster(
            "工作进程没有做完，什么也没有写下。请看各台机器是否还开着、内存够不够，再做一次；不带 --cluster "
            f"则由本机独做，方案相同。Ray 说：{_in_short(why)}",
            "The workers did not finish, and nothing was written. See whether all machines are up and "
            "have memory left, then plan again; without --cluster this machine makes the same plan "
            f"alone. Ray says: {_in_short(why)}",
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
            letter = pickle.dumps((work, task), pickle.HIGHEST_PROTOCOL)
            under_way.append((task, self._carry_out.remote(letter, what_we_are())))
            if len(under_way) >= self._ahead:
                yield self._collected(*under_way.popleft())
        while under_way:
            yield self._collected(*under_way.popleft())

    def _collected(self, task: Any, answer: Any) -> tuple[Any, Any]:
        try:
            there, done = self._ray.get(answer)
        except self._ray.exceptions.RayTaskError as failed:
            if isinstance(failed.cause, ImportError | RuntimeError):  # no engine raises these
                raise _does_not_run(failed.cause) from failed
            raise failed.cause from failed
        if there != (here := what_we_are()):
            raise _is_another(there, here)
        return task, done


def carried_out(letter: bytes, asked_by: str) -> tuple[str, Any]:
    """What a worker does: says what it is made of, and the work, where that is the same."""
    if (ours := what_we_are()) != asked_by:
        return ours, None
    work, task = pickle.loads(letter)  # noqa: S301  (sent by ourselves)
    return ours, work(task, lambda step, part: None)


@lru_cache
def what_we_are() -> str:
    """The versions of what computes, and a digest of our own engines."""
    sources = sorted(_ENGINES.rglob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    return ", ".join([f"shanqiao {digest}", *(_with_version(name) for name in _COMPUTES)])


def _with_version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def _does_not_run(why: Exception) -> CannotUseCluster:
    return CannotUseCluster(
        "集群上运行不了善桥。请在每台机器上装同一版善桥（make setup-cluster），用其 .venv/bin/ray 加入集群。"
        f"原因：{_in_short(why)}",
        "Shanqiao does not run on the cluster. Install the same version on every machine (make "
        f"setup-cluster), and join the cluster with its .venv/bin/ray. Reason: {_in_short(why)}",
    )


def _is_another(there: str, here: str) -> CannotUseCluster:
    return CannotUseCluster(
        "集群上装的与本机不同，方案可能不同。请在每台机器上装同一版善桥和同样的依赖（make setup-cluster）。"
        f"那边：{there}；这边：{here}。",
        "The cluster has other versions installed than this machine and could make another plan. "
        "Install the same shanqiao with the same packages on every machine (make setup-cluster). "
        f"There: {there}; here: {here}.",
    )


# Note [A password for one plan]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Ray listens on every network of the machine, also for workers of its own machine, and asks nobody
# who they are unless told so before it is imported; and who may ask may have any program run. So
# our own workers get a password that nobody else knows and that ends with them. On a cluster the
# operator decides (RAY_AUTH_MODE, RAY_AUTH_TOKEN), since all its machines must know the same one.


def _our_own_ray(count: int) -> Any:
    """Ray with workers on this machine for us alone. See Note [A password for one plan]."""
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    ray = _ray()
    with _or_say(
        ray,
        f"本机起不了 {count} 个工作进程；不带 --cluster 则由本机独做，方案相同。",
        f"{count} workers cannot be started on this machine; without --cluster it makes the same "
        "plan alone.",
    ):
        ray.init("local", num_cpus=count, include_dashboard=False, **_QUIET)
    return ray


def _ray_at(place: str) -> Any:
    """Ray, connected to the cluster at HOST:PORT."""
    address = re.fullmatch(r"\[?([^\[\]/]+?)\]?:(\d{1,5})", place)
    if address is None or address[1] == "local":
        raise CannotUseCluster(
            f"{place} 看不懂：请写 local:2（本机两个工作进程），或集群的地址，如 10.0.0.5:6379。",
            f"{place} is not understood: write local:2 for two workers on this machine, or the "
            "address of a cluster, such as 10.0.0.5:6379.",
        )
    ray = _ray()
    with _or_say(
        ray,
        f"用不了集群 {place}。请用 ray status 看它是否开着，本机是否已用 ray start --address={place} "
        "加入，RAY_AUTH_TOKEN 是否与它的一样。",
        f"The cluster {place} cannot be used. Ask ray status whether it is up; this machine must "
        f"have joined it with ray start --address={place}, and know the same RAY_AUTH_TOKEN if it "
        "has one.",
    ):
        socket.create_connection((address[1], int(address[2])), _PATIENCE).close()
        ray.init(place, **_QUIET)
    return ray


_QUIET: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}


@contextmanager
def _or_say(ray: Any, zh: str, en: str) -> Iterator[None]:
    """Say this, and Ray's reason, where it cannot begin."""
    try:
        yield
    except (OSError, OverflowError, RuntimeError, ValueError, ray.exceptions.RayError) as why:
        raise CannotUseCluster(
            f"{zh}原因：{_in_short(why)}", f"{en} Reason: {_in_short(why)}"
        ) from why


def _ray() -> Any:
    """Ray, which tells nobody that it is used."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
        import ray.exceptions
    except ImportError:
        raise CannotUseCluster(
            "请工作进程做方案要另装 Ray：在源码目录运行 make setup-cluster。",
            "Planning with workers needs Ray: run make setup-cluster in the sources.",
        ) from None
    return ray


def _in_short(why: Exception) -> str:
    """The first line of what somebody else said, without colours."""
    said = re.sub(r"\x1b\[[\d;]*m", "", str(why)).strip()
    return said.partition("\n")[0] or type(why).__name__
