"""Measure how well tokens find the same person on two lists:  python -m bench.tokens

Writes bench/results/tokens.md and tokens.json. Pairs across the lists are judged; see `figures`. The seeds are none on which
weights were learnt (bench/token_weights.py).
"""

import argparse
import json
import time

import numpy as np
import polars as pl

from bench.clk import by_bloom_filters
from bench.registers.clusters import joined
from bench.report import RESULTS, machine
from bench.token_lists import normal_of, two_lists
from shanqiao.engines.linkage import tokens

SEEDS, EACH = (1, 2, 3, 4, 5), 50_000
_DRAWS, _DICE = 2_000, 20_261_126
WAYS = {
    "same (chance at least 0.5)": lambda chance: chance >= 0.5,
    "sure: answered by the machine": tokens.is_sure,
    "sure or possible: answered, or told to ask": tokens.is_possible,
}


def by_tokens(lists, *, key=bytes(range(32))):
    """Pairs with their chance, and what it took."""
    began, worked = time.perf_counter(), time.process_time()
    (first, mine), (second, theirs) = normal_of(lists.first), normal_of(lists.second)
    read = time.process_time() - worked
    a, b = (tokens.make_tokens(rows, key=key).values for rows in (first, second))
    made = time.process_time() - worked - read
    places, others = tokens.meeting(a, b)
    chance = tokens.chances(a[places], b[others])
    took = {
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - worked,
        "normal_cpu_s": read,
        "tokens_cpu_s": made,
    }
    return mine[places], theirs[others], chance, took


def tangles(mine, theirs, lists):
    """found, predicted and true pairs of people who are mixed up with each other; see bench/registers/metrics.py."""
    true = _pairs_of_people(lists)
    said = pl.DataFrame({"pid": mine, "other": theirs})
    people = pl.concat([true["pid"], said["pid"], said["other"]]).unique().sort()
    place = dict(zip(people.to_list(), range(len(people)), strict=True))
    a, b = (np.array([place[x] for x in side]) for side in (mine, theirs))
    tangle = joined(a, b, len(people)) if len(a) else np.arange(len(people))
    of = pl.DataFrame({"pid": people, "tangle": tangle})
    counts = (
        said.join(of, on="pid")
        .group_by("tangle")
        .agg(
            found=(pl.col("pid") == pl.col("other")).sum().cast(pl.Int64),
            predicted=pl.len().cast(pl.Int64),
        )
    )
    whole = true.join(of, on="pid").group_by("tangle").agg(pl.col("true").sum())
    return counts.join(whole, on="tangle", how="full", coalesce=True).fill_null(0)


def _pairs_of_people(lists):
    first, second = (rows.group_by("pid").len(name) for rows, name in _named(lists))
    return first.join(second, on="pid").select("pid", true=pl.col("a").cast(pl.Int64) * pl.col("b"))


def _named(lists):
    return (lists.first, "a"), (lists.second, "b")


def figures(counts):
    """Precision, recall and F1 of pairs, each (value, low, high): 95 % by bootstrap over tangles.

    Args:
        counts: rows with found, predicted, true; those of several seeds one after the other.
    """
    alike = (
        counts.group_by("found", "predicted", "true").len("n").sort("found", "predicted", "true")
    )
    values = alike.select("found", "predicted", "true").to_numpy().astype(float)
    often = alike["n"].to_numpy().astype(float)
    drawn = np.random.default_rng(_DICE).multinomial(int(often.sum()), often / often.sum(), _DRAWS)
    found, said, true = (np.vstack([often, drawn]) @ values).T
    return {
        "precision": _interval(found / said),
        "recall": _interval(found / true),
        "F1": _interval(2 * found / (said + true)),
    }


def _interval(values):
    low, high = np.quantile(values[1:], [0.025, 0.975])
    return [float(values[0]), float(low), float(high)]


def measured(seeds, each):
    counts, took = {name: [] for name in WAYS}, []
    bloom, bloom_took = [], []
    for seed in seeds:
        lists = two_lists(each=each, seed=seed)
        mine, theirs, chance, time_taken = by_tokens(lists)
        took.append(time_taken)
        for name, holds in WAYS.items():
            chosen = holds(chance)
            counts[name].append(tangles(mine[chosen], theirs[chosen], lists))
        print(seed, figures(counts["same (chance at least 0.5)"][-1])["F1"], time_taken, flush=True)
        if seed == seeds[0]:
            pairs = by_bloom_filters(lists)
            bloom.append(tangles(*pairs.pids, lists))
            bloom_took.append(pairs.took)
            print("Bloom filters", figures(bloom[0]), pairs.took, flush=True)
    return {
        "machine": machine(),
        "seeds": list(seeds),
        "each": each,
        "ways": {name: figures(pl.concat(some)) for name, some in counts.items()},
        "by_seed": [figures(some)["F1"][0] for some in counts["same (chance at least 0.5)"]],
        "took": {what: float(np.mean([t[what] for t in took])) for what in took[0]},
        "bloom": {"figures": figures(bloom[0]), "took": bloom_took[0]},
    }


def page(found):
    where, took, bloom = found["machine"], found["took"], found["bloom"]
    lines = [
        "# The same person on two lists, by tokens",
        "",
        f"{where['date']}: {where['cpu']}, {where['cores']} cores, {where['memory_mib']:,} MiB, load {where['load']:.1f} "
        f"at the start; Python {where['python']}. Seeds {found['seeds']}; weights were learnt on other seeds. Made by "
        "`python -m bench.tokens`.",
        "",
        f"Two lists of {found['each']:,} registrations of one invented city (bench/registers, noise 1), dealt out at "
        "random. A pair is a row of one and a row of the other; 95 % by bootstrap over people and those they are mixed up with.",
        "",
        "| way | precision | recall | F1 |",
        "|---|---|---|---|",
        *(f"| {name} | " + " | ".join(_cells(some)) + " |" for name, some in found["ways"].items()),
        f"| Bloom filters (CLK), seed {found['seeds'][0]} | "
        + " | ".join(_cells(bloom["figures"]))
        + " |",
        *_peer(),
        "",
        f"F1 seed by seed: {', '.join(f'{value:.4f}' for value in found['by_seed'])}.",
        "",
        f"Tokens of both lists, and comparing: {took['wall_s']:.1f} s wall, {took['cpu_s']:.1f} CPU s, of which normal form "
        f"{took['normal_cpu_s']:.1f} and HMAC-SM3 {took['tokens_cpu_s']:.1f} ({len(tokens.TOKEN_KINDS)} kinds a row). "
        f"Bloom filters: {bloom['took']['wall_s']:.1f} s wall, {bloom['took']['cpu_s']:.1f} CPU s.",
        "",
        *CLK_WORDS,
        "",
    ]
    return "\n".join(lines)


def _peer():
    """What bench/token_peer.py found, where somebody ran it."""
    path = RESULTS / "token_peer.json"
    if not path.exists():
        return
    peer = json.loads(path.read_text())
    took = f"{peer['took']['cpu_s']:.0f} CPU s"
    yield f"| clkhash and anonlink, seed 1, {took} | " + " | ".join(_cells(peer["figures"])) + " |"


CLK_WORDS = (
    "The Bloom filters are a plain reading of Schnell's cryptographic long-term keys, in bench/clk.py: two-letter pieces of "
    "pinyin, birthday, number, telephone and address in one filter of 1,024 bits, 20 hashes a piece, keyed with "
    "HMAC; pairs with a Dice coefficient above the threshold that is best for them on this very list, among those that share "
    "a birthday, a telephone or a name and street (blocked, as no list of 50,000 is compared whole).",
)


def _cells(some):
    return (f"{value:.4f} ({low:.4f}–{high:.4f})" for value, low, high in some.values())


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=EACH)
    asked.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    options = asked.parse_args()
    found = measured(options.seeds, options.each)
    text = page(found)
    print(text)
    if options.each == EACH:
        (RESULTS / "tokens.md").write_text(text)
        (RESULTS / "tokens.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
