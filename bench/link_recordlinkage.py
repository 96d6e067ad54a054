"""FEBRL by the package recordlinkage, as its guide does it, without labels: python link_recordlinkage.py FOLDER

Reads FOLDER/rows.csv, writes pairs.csv (a, b) and told.json. Needs recordlinkage and pandas<3, and nothing of ours.

Source:
    recordlinkage 0.16, guide "Link two datasets" and "Classification algorithms" (ECM, unsupervised).
"""

import json
import sys
import time
from pathlib import Path

import pandas
import recordlinkage

FUZZY = ("given_name", "surname", "address_1", "suburb")
EXACT = ("date_of_birth", "soc_sec_id", "postcode", "state", "street_number")


def main(folder):
    rows = pandas.read_csv(folder / "rows.csv", dtype=str).set_index("rid")
    cpu, wall = time.process_time(), time.perf_counter()
    pairs = _linked(rows)
    took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    told = {"took": took, "peak_mib": _peak_mib()}
    pandas.DataFrame(list(pairs), columns=["a", "b"]).to_csv(folder / "pairs.csv", index=False)
    (folder / "told.json").write_text(json.dumps(told))


def _linked(rows):
    """Pairs that share a name, a birthday or a number, classified by expectation maximisation."""
    index = recordlinkage.Index()
    for column in ("given_name", "surname", "date_of_birth", "soc_sec_id"):
        index.block(column)
    found = index.index(rows)
    compare = recordlinkage.Compare()
    for column in FUZZY:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in EXACT:
        compare.exact(column, column, label=column)
    features = compare.compute(found, rows)
    return recordlinkage.ECMClassifier().fit_predict(features)


def _peak_mib():
    """See bench/memory.py."""
    words = Path("/proc/self/status").read_text().split()
    return int(words[words.index("VmHWM:") + 1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
