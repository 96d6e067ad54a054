"""Learn how much tokens weigh, on registers nobody reports on:  python -m bench.token_weights

Writes shanqiao/engines/linkage/tokens/_weights.py. Seeds from 100 are for tuning, 1 to 5 for reporting.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.token_lists import normal_of, two_lists
from shanqiao.engines.linkage import tokens

SEEDS, EACH = (100, 101, 102), 50_000
FILE = Path(tokens.__file__).parent / "_weights.py"
_STEPS, _LONGEST, _PULL = 60, 1.5, 0.5


def patterns(seed):
    """(equal and different (m, 2 kinds), is one person (m,)) of all pairs that meet."""
    lists = two_lists(each=EACH, seed=seed)
    (first, mine), (second, theirs) = normal_of(lists.first), normal_of(lists.second)
    a, b = (tokens.make_tokens(rows, key=bytes(32)).values for rows in (first, second))
    places, others = tokens.meeting(a, b)
    a, b = a[places], b[others]
    both = (a != tokens.MISSING) & (b != tokens.MISSING)
    return np.hstack([both & (a == b), both & (a != b)]), mine[places] == theirs[others]


def learnt(seen, same):
    """(2 kinds + 1,) weights: equal at least 0, different at most 0, and the start.

    Source:
        Newton steps for logistic regression with bounds, on distinct patterns; a step is never longer than 1.5.
    """
    packed = np.packbits(seen, axis=1)
    _, place, which = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    often, yes = np.bincount(which.ravel()), np.bincount(which.ravel(), weights=same)
    rows = np.hstack([seen[place], np.ones((len(place), 1))]).astype(float)
    kinds, weights = seen.shape[1] // 2, np.zeros(seen.shape[1] + 1)
    least = np.r_[np.zeros(kinds), np.full(kinds + 1, -np.inf)]
    most = np.r_[np.full(kinds, np.inf), np.zeros(kinds), np.inf]
    pull = np.r_[np.full(2 * kinds, _PULL), 0]
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (often * chance - yes) + pull * weights
        bend = (rows.T * (often * np.maximum(chance * (1 - chance), 1e-6))) @ rows + np.diag(pull)
        stuck = ((weights <= least) & (slope > 0)) | ((weights >= most) & (slope < 0))
        free = ~stuck
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        step *= min(1, _LONGEST / max(np.abs(step).max(), 1e-12))
        weights = np.clip(weights - step, least, most)
    return weights


def main():
    found = [patterns(seed) for seed in SEEDS]
    weights = learnt(np.vstack([seen for seen, _ in found]), np.hstack([same for _, same in found]))
    names, kinds = [kind.name for kind in tokens.TOKEN_KINDS], len(tokens.TOKEN_KINDS)
    rows = zip(names, weights[:kinds], weights[kinds:-1], strict=True)
    FILE.write_text(
        '"""How much an equal and a different token of each kind weigh; made by '
        "``python -m bench.token_weights``, not by hand.\n\n"
        f"Learnt on {datetime.now(UTC):%Y-%m-%d} from {len(SEEDS)} pairs of invented lists of "
        f'{EACH:,} rows, seeds {SEEDS[0]} to {SEEDS[-1]}.\n"""\n\n'
        f"START = {weights[-1]:.3f}\n"
        "SAME = {  # kind: (equal, different)\n"
        + "".join(f'    "{name}": ({good:.3f}, {bad + 0:.3f}),\n' for name, good, bad in rows)
        + "}\n"
    )


if __name__ == "__main__":
    main()
