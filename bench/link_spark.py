"""The same model on Spark as on one machine: the same pairs, and what they took.

python -m bench.link_spark                          100,000 registrations, seed 1
python -m bench.link_spark --size 10000             small; Spark takes a minute all the same

Each engine is a process of its own; Spark runs on two cores of this machine. Needs the extra `cluster`, and Java.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.memory import peak_mib
from bench.registers.register import written

RESULTS = Path(__file__).parent / "results"
ENGINES = {"own": "ours", "splink": "Splink on DuckDB", "spark": "Splink on Spark, local[2]"}
MEMORY = "4g"  # what Java may hold
FIELDS = ("first", "second", "found_by")
HEAD = (
    "| engine | pairs | people | wall s | CPU s | of it Java | peak MiB | of it Java | largest difference of a probability to ours |",
    "|---|---|---|---|---|---|---|---|---|",
)


def main():
    asked = _options().parse_args()
    if asked.measure:
        print(json.dumps(measured(asked.measure, asked.folder)))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        written(folder, size=asked.size, seed=asked.seed)
        rows = []
        for engine in ENGINES:
            rows.append({**_apart(engine, folder), **compared(engine, folder)})
            print(rows[-1], flush=True)
    print(write(rows, asked.size, asked.seed))


def measured(engine, folder):
    """Link the register as `shanqiao link --engine` does and keep what was found; gives back what it took."""
    from shanqiao.engines.linkage import read_model
    from shanqiao.feeds.link_files import link_list

    people = pl.read_parquet(folder / "registrations.parquet")
    java = _java() if engine == "spark" else None
    cpu, wall = time.process_time(), time.perf_counter()
    before = _cpu_of(java) if java else 0.0
    found = link_list(people, read_model(), engine=engine)
    of_java = _cpu_of(java) - before if java else 0.0
    told = {
        "engine": engine,
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu + of_java,
        "java_cpu_s": of_java,
        "peak_mib": peak_mib() + (peak_mib(java) if java else 0.0),
        "java_peak_mib": peak_mib(java) if java else 0.0,
        "pairs": found.pairs.height,
        "people": found.people,
    }
    found.pairs.write_parquet(folder / f"pairs-{engine}.parquet")
    found.clusters.write_parquet(folder / f"clusters-{engine}.parquet")
    return told


def compared(engine, folder):
    """How what was found differs from ours."""
    ours, theirs = (pl.read_parquet(folder / f"pairs-{one}.parquet") for one in ("own", engine))
    levels = [name for name, kind in ours.schema.items() if kind == pl.UInt8]
    same_pairs = ours.select(FIELDS).equals(theirs.select(FIELDS))
    clusters = [pl.read_parquet(folder / f"clusters-{one}.parquet") for one in ("own", engine)]
    return {
        "same_pairs": same_pairs,
        "same_levels": same_pairs and ours.select(levels).equals(theirs.select(levels)),
        "same_people": clusters[0].equals(clusters[1]),
        "largest_difference": float((ours["probability"] - theirs["probability"]).abs().max())
        if same_pairs
        else None,
    }


def write(rows, size, seed):
    """Write link_spark.md and link_spark.json, and give back what stands in the page."""
    from bench.report import machine

    told = {"machine": machine(), "size": size, "seed": seed, "java_memory": MEMORY, "rows": rows}
    text = _page(told)
    (RESULTS / "link_spark.md").write_text(text)
    (RESULTS / "link_spark.json").write_text(json.dumps(told, indent=1) + "\n")
    return text


def _page(told):
    where = told["machine"]
    lines = [
        "# The same model on Spark",
        "",
        f"{where['date']}: {where['cpu']}, {where['cores']} cores, {where['memory_mib']:,} MiB, load {where['load']:.1f} at the "
        f"end; Python {where['python']}. {told['size']:,} registrations (bench/registers, noise 1, seed {told['seed']}), "
        f"from reading to people as `shanqiao link` does it; Java may hold {told['java_memory']}. Every engine is a process of its "
        "own; starting Java is not counted. On a busy machine CPU is the figure to trust. Made by `python -m bench.link_spark`.",
        "",
        *HEAD,
        *map(_line, told["rows"]),
        "",
    ]
    for row in told["rows"][1:]:
        answers = ", ".join(
            f"{words}: {'yes' if row[name] else 'NO'}"
            for name, words in (
                ("same_pairs", "the same pairs by the same keys"),
                ("same_levels", "the same levels"),
                ("same_people", "the same people"),
            )
        )
        lines += [f"{ENGINES[row['engine']]} beside ours: {answers}.", ""]
    return "\n".join(lines)


def _line(row):
    java = (f"{row['java_cpu_s']:.0f}", f"{row['java_peak_mib']:,.0f}")
    of_cpu, of_peak = java if row["java_cpu_s"] else ("–", "–")
    most = row["largest_difference"]
    differs = "–" if row["engine"] == "own" else "other pairs" if most is None else f"{most:.1e}"
    return (
        f"| {ENGINES[row['engine']]} | {row['pairs']:,} | {row['people']:,} | {row['wall_s']:.0f} | {row['cpu_s']:.1f} | "
        f"{of_cpu} | {row['peak_mib']:,.0f} | {of_peak} | {differs} |"
    )


def _java():
    """The process of Java behind an open session on two cores; everything else as Spark comes."""
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", MEMORY)
        .getOrCreate()
    )
    return session.sparkContext._gateway.proc.pid


def _cpu_of(process):
    """CPU seconds of all threads of a process."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _apart(engine, folder):
    command = [sys.executable, "-m", "bench.link_spark", "--measure", engine, "--folder", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _options():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--measure", choices=ENGINES, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return options


if __name__ == "__main__":
    main()
