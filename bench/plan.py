"""How long step 1 and its prices take beside OR-tools and two ways without a plan.

python -m bench.plan                              four sizes, OR-tools at three of them
python -m bench.plan --sizes 10kx500,100kx2k      only these
python -m bench.plan --all                        OR-tools at a million needs, ten thousand resources
python -m bench.plan --changed                    and step 2, whole plans, and what one changed gift takes
python -m bench.plan --worth                      and what a plan is worth beside four ways without
python -m bench.plan --worth --folder FOLDER      of your own plan files (Parquet, and kinds.csv)

Everything is measured in a process of its own, one after the other. Writes bench/results/plan.md
and plan.json, those of a folder into the folder's own results/.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import report
from bench.cities import written

SIZES = "10kx500,100kx2k,1Mx2k,1Mx10k"
HEAVY = 20_000_000  # edges from which OR-tools is asked only with --all: minutes and 6 GiB
IN_ANOTHER = "from bench.measured import tell; tell()"
LETTERS = {"": 1, "k": 1_000, "M": 1_000_000}


def main():
    asked = _options().parse_args()
    found = {"seed": asked.seed, "machine": report.machine(), "rows": [], "worth": {}}
    with tempfile.TemporaryDirectory(prefix="bench-plan-") as place:
        found["compiled_cpu_s"] = _compiled(Path(place))
        for name, folder in _cities(asked, Path(place)):
            size = {"size": name} | measured("edges", folder)
            for what in _whats(asked, size["edges"]):
                found["rows"].append(size | measured(what, folder))
                print(report.line(found["rows"][-1]), flush=True)
            if asked.worth:
                found["worth"][name] = measured("worth", folder)["worth"]
    results = asked.folder / "results" if asked.folder else report.RESULTS
    print(report.write(found, results))


def _compiled(place):
    """Compile everything once, so that no later process has to, and tell how long it took."""
    tiny = written(place / "tiny", needs=300, resources=60)
    return sum(
        measured(what, tiny)["warm_cpu_s"] for what in ("ours", "or-tools", "greedy", "whole plan")
    )


def _cities(asked, place):
    """Names, and folders with their plan files."""
    if asked.folder:
        yield asked.folder.name, asked.folder
        return
    for name in asked.sizes.split(","):
        needs, resources = size_of(name)
        yield name, written(place / name, needs=needs, resources=resources, seed=asked.seed)


def measured(what, folder):
    """What `bench.measured` tells, from another process."""
    command = [sys.executable, "-c", IN_ANOTHER, what, str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(told.stdout.splitlines()[-1])


def size_of(name):
    """``100kx2k`` is (100_000, 2_000)."""
    sizes = re.fullmatch(r"(\d+)([kM]?)x(\d+)([kM]?)", name)
    if sizes is None:
        raise SystemExit(f"a size is written as 100kx2k, not {name}")
    needs, thousands, resources, more = sizes.groups()
    return int(needs) * LETTERS[thousands], int(resources) * LETTERS[more]


def _whats(asked, edges):
    """OR-tools directly after ours, so that both meet the machine in the same state."""
    peer = ["or-tools"] if asked.all or edges < HEAVY else []
    more = ["distance", "whole plan", "one gift of meals", "one gift of cash"]
    return ["ours", *peer, "greedy", "one_queue", *(more if asked.changed else [])]


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", default=SIZES)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--all", action="store_true")
    options.add_argument("--changed", action="store_true")
    options.add_argument("--worth", action="store_true")
    options.add_argument("--folder", type=Path)
    return options


if __name__ == "__main__":
    main()
