"""How long a plan and its proof take, and how much memory, on a generated city.

python -m bench.plan --needs 100000 --resources 2000
"""

import argparse
import resource
import time

from shanqiao.engines.allocation import solve
from shanqiao.engines.proof import examine
from tests.engines.cities import a_large_city

BEGAN = time.perf_counter()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--needs", type=int, default=10_000)
    options.add_argument("--resources", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--policy", default="basic_first")
    asked = options.parse_args()
    city = a_large_city(needs=asked.needs, resources=asked.resources, seed=asked.seed)
    tell("the city is made")

    plan = solve(city, policy=asked.policy, progress=lambda step, done: tell(f"{done:4.0%} {step}"))
    counts = plan.summary["counts"]
    tell(f"planned: {counts['needs']:,} needs, {counts['edges']:,} edges")
    print(f"objective {plan.summary['objective']:,}, bound {plan.summary['bound']:,}")

    verdict = examine(city, asked.policy, plan.matches, plan.certificate, plan.unmet)
    tell(f"checked: {len(verdict.violations)} violations")


def tell(what):
    wall, cpu = time.perf_counter() - BEGAN, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{wall:8.1f} s wall  {cpu:8.1f} s CPU  {peak:6.0f} MiB  {what}", flush=True)


if __name__ == "__main__":
    main()
