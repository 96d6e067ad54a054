"""A register by the package recordlinkage, as its guide does it, without labels: python link_recordlinkage.py FOLDER

Reads FOLDER/rows.csv and columns.json (block, fuzzy, exact), writes pairs.csv (a, b) and told.json. Needs recordlinkage and
pandas<3, and nothing of ours.

Source:
    recordlinkage 0.16, guide "Link two datasets" and "Classification algorithms" (ECM, unsupervised).
"""

import json
import sys
import time
from pathlib import Path

import pandas
import recordlinkage


def main(folder):
    rows = pandas.read_csv(folder / "rows.csv", dtype=str).set_index("rid")
    columns = json.loads((folder / "columns.json").read_text())
    cpu, wall = time.process_time(), time.perf_counter()
    pairs = _linked(rows, **columns)
    took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    told = {"took": took, "peak_mib": _peak_mib()}
    pandas.DataFrame(list(pairs), columns=["a", "b"]).to_csv(folder / "pairs.csv", index=False)
    (folder / "told.json").write_text(json.dumps(told))


def _linked(rows, *, block, fuzzy, exact):
    """Pairs that share a cell of a column, classified by expectation maximisation."""
    index = recordlinkage.Index()
    for column in block:
        index.block(column)
    found = index.index(rows)
    compare = recordlinkage.Compare()
    for column in fuzzy:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in exact:
        compare.exact(column, column, label=column)
    features = compare.compute(found, rows)
    return recordlinkage.ECMClassifier().fit_predict(features)


def _peak_mib():
    """See bench/memory.py."""
    words = Path("/proc/self/status").read_text().split()
    return int(words[words.index("VmHWM:") + 1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
