"""clkhash and anonlink on the same two lists:  python -m bench.token_peer --python OTHER/bin/python

They are no dependency of ours; OTHER is any environment in which they are installed. Prints F1 at the threshold that is best
for them, with pinyin, birthday, number, telephone and building from our own normal form, in their favour.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from bench.report import RESULTS
from bench.token_lists import normal_of, two_lists
from bench.tokens import EACH, figures, tangles

_THERE = r"""
import json, sys, time
from clkhash import clk, schema
from anonlink import candidate_generation, similarities, solving
folder, least = sys.argv[1], float(sys.argv[2])
began, worked = time.perf_counter(), time.process_time()
told = {"version": 3,
        "clkConfig": {"l": 1024, "xor_folds": 0, "kdf": {"type": "HKDF", "hash": "SHA256", "info": "", "salt": "", "keySize": 64}},
        "features": [{"identifier": name, "format": {"type": "string", "encoding": "utf-8"},
          "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerToken": 20},
                      "hash": {"type": "doubleHash"}, "missingValue": {"sentinel": ""}}}
         for name in ("pinyin", "birth", "id", "phone", "building")]}
shape = schema.from_json_dict(told)
made = [clk.generate_clk_from_csv(open(f"{folder}/{n}.csv", encoding="utf-8"), "a key of the bench", shape,
                                  validate=False, header=True, progress_bar=False, max_workers=1) for n in "ab"]
found = candidate_generation.find_candidate_pairs(made, similarities.dice_coefficient_accelerated, least, k=5)
alike, _, places = found
with open(f"{folder}/pairs.csv", "w") as file:
    file.write("a,b,alike\n")
    for n in range(len(alike)):
        file.write(f"{places[0][n]},{places[1][n]},{alike[n]}\n")
print(json.dumps({"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - worked}))
"""


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--python", required=True)
    asked.add_argument("--each", type=int, default=EACH)
    asked.add_argument("--least", default="0.75")
    options = asked.parse_args()
    lists = two_lists(each=options.each, seed=1)
    sides = [normal_of(rows) for rows in (lists.first, lists.second)]
    with tempfile.TemporaryDirectory() as folder:
        for (normal, _pid), name in zip(sides, "ab", strict=True):
            _plain(normal).write_csv(Path(folder) / f"{name}.csv")
        run = [options.python, "-c", _THERE, folder, options.least]
        took = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        pairs = pl.read_csv(Path(folder) / "pairs.csv")
    told = _told(pairs, sides, lists) | {"each": options.each, "took": json.loads(took)}
    print(told)
    if options.each == EACH:
        (RESULTS / "token_peer.json").write_text(json.dumps(told, indent=1) + "\n")


def _plain(normal):
    building = pl.concat_str("road", "number", separator="|", ignore_nulls=True)
    return normal.select(
        "pinyin",
        pl.col("born").cast(pl.String).alias("birth"),
        "id",
        "phone",
        building.alias("building"),
    ).fill_null("")


def _told(pairs, sides, lists):
    mine, theirs = (
        pid[pairs[name].to_numpy()] for (_normal, pid), name in zip(sides, "ab", strict=True)
    )
    alike = pairs["alike"].to_numpy()
    order = np.argsort(-alike)
    found = np.cumsum((mine == theirs)[order])
    f1 = 2 * found / (np.arange(1, len(found) + 1) + lists.true)
    chosen = alike >= alike[order][f1.argmax()]
    return {
        "threshold": float(alike[chosen].min()),
        "figures": figures(tangles(mine[chosen], theirs[chosen], lists)),
    }


if __name__ == "__main__":
    main()
