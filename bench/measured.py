"""One thing measured, in a process of its own so that its peak memory is its own."""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from bench.cities import written
from bench.ours import POLICY, a_city_from, groups_from, ours
from shanqiao.engines.allocation.without import outcome_of, without_a_plan


class Watch:
    """Wall and CPU seconds of one step, CPU of all threads of the process."""

    def __enter__(self):
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.wall_s = time.perf_counter() - self._wall
        self.cpu_s = time.process_time() - self._cpu


def measure(what, folder):
    """Run it on a tiny city, so that everything is compiled, and then on this one."""
    with Watch() as warming, tempfile.TemporaryDirectory() as tiny:
        RUNS[what](written(Path(tiny), needs=300, resources=60))
    told = RUNS[what](folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**told, "what": what, "peak_mib": peak, "warm_cpu_s": warming.cpu_s}


def _ours(folder):
    with Watch() as watch:
        _, value = ours(folder)
    return {"wall_s": watch.wall_s, "cpu_s": watch.cpu_s, "value": value}


def _or_tools(folder):
    """Solving alone is compared; reading, finding the edges and filling its graph are told apart."""
    from bench.peers import built, solved

    with Watch() as building:
        edges, elements, ready = built(folder)
    with Watch() as solving:
        amounts = solved(elements, ready)
    return {
        "wall_s": solving.wall_s,
        "cpu_s": solving.cpu_s,
        "value": elements.objective(amounts),
        "edges": edges,
        "build_wall_s": building.wall_s,
        "build_cpu_s": building.cpu_s,
    }


def _edges(folder):
    """Not a way to plan: how large the city is."""
    from bench.peers import count_edges

    city = a_city_from(folder)
    _, groups = groups_from(city)
    return {
        "needs": city.needs.height,
        "resources": city.resources.height,
        "edges": sum(count_edges(group.ports) for group in groups),
    }


def _worth(folder):
    """The table of `without_a_plan`."""
    amounts, _ = ours(folder)
    return {"worth": without_a_plan(a_city_from(folder), POLICY, amounts).to_dicts()}


def _without(method):
    def run(folder):
        with Watch() as watch:
            city = a_city_from(folder)
            outcome = outcome_of(city, POLICY, method)
        elements, _ = groups_from(city)
        value = elements.objective(outcome.amounts)
        return {"wall_s": watch.wall_s, "cpu_s": watch.cpu_s, "value": value}

    return run


RUNS = {
    "ours": _ours,
    "or-tools": _or_tools,
    "greedy": _without("greedy"),
    "one_queue": _without("one_queue"),
    "edges": _edges,
    "worth": _worth,
}


def tell():
    """Measure what the command line says, and print it as one line of JSON."""
    what, folder = sys.argv[1:]
    print(json.dumps(measure(what, Path(folder))))
