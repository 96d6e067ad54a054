"""One thing measured, in a process of its own so that its peak memory is its own."""

import json
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.cities import written
from bench.memory import peak_mib
from bench.ours import POLICY, a_city_from, groups_from, ours
from shanqiao.engines.allocation import Change, solve, what_if
from shanqiao.engines.allocation._distance import Distances
from shanqiao.engines.allocation._pieces import tasks_of
from shanqiao.engines.allocation._steps import Steps
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
    return {**told, "what": what, "peak_mib": peak_mib(), "warm_cpu_s": warming.cpu_s}


def _ours(folder):
    with Watch() as watch:
        _, value = ours(folder)
    return {"wall_s": watch.wall_s, "cpu_s": watch.cpu_s, "value": value}


def _or_tools(folder):
    """The whole way as ours goes it, from reading to prices; and how much of that is solving."""
    from bench.peers import graphs_of, labels_of, solved

    value, solving_cpu = 0, 0.0
    with Watch() as watch:
        _, graphs = graphs_of(folder)
        while graphs:
            graph = graphs.pop(0)  # one after the other is let go
            with Watch() as solving:
                flows, amounts = solved(graph)
            solving_cpu += solving.cpu_s
            labels_of(graph, flows, amounts)
            value += graph.elements.objective(amounts)
    return {
        "wall_s": watch.wall_s,
        "cpu_s": watch.cpu_s,
        "value": value,
        "solving_cpu_s": solving_cpu,
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


def _whole(folder):
    """The whole plan: from whom, every reason, the certificate and all figures; nothing is written."""
    with Watch() as watch:
        plan = solve(a_city_from(folder), policy=POLICY)
    return {"wall_s": watch.wall_s, "cpu_s": watch.cpu_s, "value": plan.summary["objective"]}


def _changed(kind):
    """The largest giver of a kind of whose gift nothing is left has twice as much to give."""

    def run(folder):
        city = a_city_from(folder)
        plan = solve(city, policy=POLICY)
        used_up = plan.scarcity.filter(pl.col("left") == 0)
        givers = city.resources.filter(pl.col("kinds").list.contains(kind)).sort(
            pl.col("resource").is_in(used_up["resource"].implode()), "capacity", "resource"
        )
        giver = givers.row(-1, named=True)
        more = {giver["resource"]: {"capacity": 2 * giver["capacity"]}}
        told = {}
        with Watch() as watch:
            answer = what_if(city, plan, Change(resources=more))
            for name, ask in ASKED.items():
                with Watch() as one:
                    ask(answer)
                told[f"{name}_s"] = one.wall_s
        again = solve(answer.city, policy=POLICY)
        return {
            **told,
            "wall_s": watch.wall_s,
            "cpu_s": watch.cpu_s,
            "value": answer.value_after,
            "people": answer.people_reached,
            "same": _is_same(answer.plan, again),
        }

    return run


# What is asked of an answer, one after the other.
ASKED = {
    "who": lambda answer: (answer.changes, answer.worth),
    "from_whom": lambda answer: (answer.given, answer.moved),
    "plan": lambda answer: answer.plan,
}


def _distance(folder):
    """Step 2 alone, of everything that is not cash: from whom, once it is known who gets how much."""
    city = a_city_from(folder)
    found = {"wall_s": 0.0, "cpu_s": 0.0, "value": 0, "edges_in_kind": 0}
    for part, standing in tasks_of(city, POLICY, None):
        steps = Steps(part, standing, lambda step, done: None)
        found["value"] += steps.value
        if not Distances(part.city).matter:
            continue
        found["edges_in_kind"] += len(steps.edges.need)
        with Watch() as watch:
            _ = steps.given
        found["wall_s"] += watch.wall_s
        found["cpu_s"] += watch.cpu_s
    return found


def _is_same(one, other):
    tables = ("matches", "unmet", "scarcity", "certificate")
    return one.summary == other.summary and all(
        getattr(one, table).equals(getattr(other, table)) for table in tables
    )


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
    "distance": _distance,
    "whole plan": _whole,
    "one gift of meals": _changed("meal"),
    "one gift of cash": _changed("cash_medical"),
}


def tell():
    """Measure what the command line says, and print it as one line of JSON."""
    what, folder = sys.argv[1:]
    print(json.dumps(measure(what, Path(folder))))
