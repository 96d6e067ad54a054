"""What was measured, as a table for people and as JSON, with the machine it was measured on."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("numba", "numpy", "ortools", "polars")
HEAD = ("size", "edges", "what", "wall s", "CPU s", "peak MiB", "value", "of best")
RATIOS = ("size", "CPU OR-tools / CPU ours", "must reach", "sounds impossible", "solving alone")
CHANGED = (
    "size",
    "what",
    "people who gain",
    "who gains and loses, s",
    "and from whom, s",
    "and the whole plan, s",
    "same bytes as from scratch",
)
DISTANCE = ("size", "edges in kind", "wall s", "CPU s", "must reach", "sounds impossible")
WORTH = ("method", "help", "of the plan's value", "duplicates", "people with basic share", "left")

# What the matching design wants, by (needs, resources).
WANTED = {
    (100_000, 2_000): ("≥ 15", "≥ 25"),
    (1_000_000, 2_000): ("≥ 15", "≥ 30"),
    (1_000_000, 10_000): ("≥ 30, ≤ 2.5 GiB", "≥ 80, 5 s wall, ≤ 2 GiB"),
}
STAGES = ("who_s", "from_whom_s", "plan_s")  # of an answer
WANTED_OF_STEP_2 = {(1_000_000, 10_000): ("≤ 31 s", "≤ 5 s")}


def machine():
    """Facts about where and when."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "cpu": _first_after("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def line(row):
    """One measurement in one line, as it comes."""
    return "  ".join(
        [
            f"{row['size']:>9}",
            f"{row['what']:<17}",
            f"{row['wall_s']:8.2f} s wall",
            f"{row['cpu_s']:8.2f} s CPU",
            f"{row['peak_mib']:7.0f} MiB",
            f"before it {row['warm_cpu_s']:.1f} s to warm up",
        ]
    )


def write(found, results):
    """Write plan.md and plan.json into a folder, and give back what stands in plan.md."""
    results.mkdir(exist_ok=True)
    text = _page(found)
    (results / "plan.md").write_text(text)
    (results / "plan.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    return text


def _page(found):
    where, rows = found["machine"], found["rows"]
    packages = ", ".join(f"{name} {number}" for name, number in where["packages"].items())
    return "\n".join(
        [
            "# Step 1 with its prices, beside others",
            "",
            f"{where['date']}: {where['cpu']}, {where['cores']} cores, {where['memory_mib']:,} MiB, "
            f"load {where['load']:.1f} at the start; Python {where['python']}, {packages}; "
            f"seed {found['seed']}. Made by `python -m bench.plan`.",
            "",
            "All from reading Parquet plan files; ours and OR-tools to amounts and prices in memory. "
            "OR-tools gets rank costs, which give the same amounts, on edges that are found as ours are, "
            "and its prices are spread over its residual graph (it tells none). The whole plan goes on to "
            "from whom, all reasons and figures. Every line "
            "is a process of its own that ran on a tiny city before. Compiling took "
            f"{found['compiled_cpu_s']:.1f} CPU s (next to nothing once it is cached) and is not counted. Peak memory is that of the whole "
            "process, its libraries (and with OR-tools the building of its graph) included.",
            "",
            *_table(HEAD, [_cells(row, rows) for row in rows]),
            "",
            *_table(RATIOS, _ratios(rows)),
            "",
            *_distances(rows),
            *_changed(rows),
            *(line for name, worth in found["worth"].items() for line in _worth(name, worth)),
        ]
    )


def _cells(row, rows):
    best = _of(rows, row["size"], "ours")["value"]
    return (
        row["size"],
        f"{row['edges']:,}",
        row["what"],
        f"{row['wall_s']:.2f}",
        f"{row['cpu_s']:.2f}",
        f"{row['peak_mib']:,.0f}",
        f"{row['value']:,}",
        f"{row['value'] / best:.4f}",
    )


def _ratios(rows):
    for size in dict.fromkeys(row["size"] for row in rows):
        ours, peer = _of(rows, size, "ours"), _of(rows, size, "or-tools")
        must, impossible = WANTED.get((ours["needs"], ours["resources"]), ("–", "–"))
        if peer is None:
            ratio, apart = "not measured (--all)", ""
        else:
            ratio = f"{peer['cpu_s'] / ours['cpu_s']:.1f}"
            alone = peer["solving_cpu_s"]
            apart = f"{alone:.2f} CPU s of OR-tools': {alone / ours['cpu_s']:.1f}"
        yield (size, ratio, must, impossible, apart)


def _changed(rows):
    """One gift changed, and as much of the part of the plan it touches made again as was asked for."""
    cells = [
        (
            row["size"],
            row["what"],
            f"{row['people']:,}",
            *(f"{sum(row[name] for name in STAGES[:n]):.2f}" for n in (1, 2, 3)),
            "yes" if row["same"] else "NO",
        )
        for row in rows
        if "same" in row
    ]
    if not cells:
        return []
    says = (
        "The largest giver of whose gift nothing is left gives twice as much. Wall seconds since it was "
        "asked, one answer after the other; 1 s is the aim."
    )
    return ["## One gift has changed", "", says, "", *_table(CHANGED, cells), ""]


def _distances(rows):
    """Step 2 of everything that is not cash."""
    cells = [
        (
            row["size"],
            f"{row['edges_in_kind']:,}",
            f"{row['wall_s']:.2f}",
            f"{row['cpu_s']:.2f}",
            *WANTED_OF_STEP_2.get((row["needs"], row["resources"]), ("–", "–")),
        )
        for row in rows
        if "edges_in_kind" in row
    ]
    return (
        ["## Step 2 alone: the shortest distances", "", *_table(DISTANCE, cells), ""]
        if cells
        else []
    )


def _worth(size, worth):
    """What a plan is worth in one city. See `without_a_plan`."""
    cells = [
        (
            each["method"],
            "cash" if each["is_cash"] else "in kind",
            f"{each['of_plan']:.3f}" if each["of_plan"] is not None else "–",
            f"{each['duplicates_share']:.1%}",
            f"{each['people_with_basic_share']:,} of {each['people']:,}",
            f"{each['left_share']:.1%}",
        )
        for each in worth
    ]
    return [f"## What a plan is worth: {size}", "", *_table(WORTH, cells), ""]


def _of(rows, size, what):
    return next((row for row in rows if (row["size"], row["what"]) == (size, what)), None)


def _table(head, rows):
    return [f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows)]


def _first_after(path, key):
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return None
    return next((each.partition(":")[2].strip() for each in lines if each.startswith(key)), None)
