"""What a thief can do with what is stolen, measured:  python -m bench.token_attacks

Writes bench/results/token_attacks.md. What it means is told in docs/explanation/asking-by-tokens.md.
"""

import hashlib
import time

import polars as pl

from bench.report import RESULTS, machine
from bench.token_lists import normal_of, two_lists
from shanqiao.apps.inquiries.limits import MOST_A_DAY, MOST_BARE_MISSES, USUAL_A_DAY
from shanqiao.engines.linkage.tokens import TOKEN_KINDS, mac_under, token_parts

EACH, SEED = (
    50_000,
    1,
)  # registrations stolen as tokens, and as many of the same city a thief knows in plain
GUESSES = 1_000  # the most frequent tokens a thief guesses at
_TRIES = 400_000
_DAYS, _SERIALS, _AREAS, _YEARS = (
    365,
    1_000,
    3_200,
    100,
)  # serials of three places; the last is a check
DISTRICT_YEAR = _DAYS * _SERIALS
COUNTRY = _AREAS * _YEARS * _DAYS * _SERIALS
ALONE = {
    "(name alone)": ("name",),
    "(name as heard alone)": ("heard",),
    "(surname alone)": ("surname",),
}


def rates():
    """Texts a second on one core."""
    texts = [b"id\0" + f"440103{n:012d}".encode() for n in range(_TRIES)]
    mac = mac_under(bytes(32))
    ways = {
        "HMAC-SM3": mac,
        "SM3, no key": lambda text: hashlib.new("sm3", text).digest(),
        "SHA-512, no key": lambda text: hashlib.sha512(text).digest(),
    }
    return {name: _TRIES / _seconds(way, texts) for name, way in ways.items()}


def _seconds(way, texts):
    began = time.process_time()
    for text in texts:
        way(text)
    return time.process_time() - began


def guessed_by_frequency():
    """For each kind of token: of the rows behind the most frequent ones, how many are guessed right.

    The thief has the tokens without the key, and another list of the same city in plain, of which about half is the same
    people: the most frequent token is taken for the most frequent text, the second for the second, and so on.
    """
    lists = two_lists(each=EACH, seed=SEED)
    stolen, known = _texts(lists.second), _texts(lists.first)
    kinds = {kind.name: kind.parts for kind in TOKEN_KINDS} | ALONE
    return [_guessed(name, _of(stolen, parts), _of(known, parts)) for name, parts in kinds.items()]


def _texts(rows):
    normal, _pid = normal_of(rows)
    return token_parts(normal).with_columns(normal["name"])


def _of(rows, parts):
    return rows.select(pl.concat_str(parts, separator="|").alias("text")).drop_nulls()["text"]


def _guessed(name, stolen, known):
    there, believed = _ranked(stolen), _ranked(known)
    pairs = zip(there.iter_rows(), believed["text"], strict=False)
    right = sum(count for (text, count), guess in pairs if text == guess)
    return {
        "kind": name,
        "most": int(there["count"][0]),
        "distinct": there.height,
        "rows": len(stolen),
        "right": int(right),
    }


def _ranked(texts):
    """The most frequent first; among equally frequent ones nobody can tell, so by a shuffle that means nothing."""
    counts = texts.value_counts().with_columns(order=pl.col("text").hash(7))
    return (
        counts.sort("count", "order", descending=[True, False])
        .head(GUESSES)
        .select("text", "count")
    )


def page(speeds, guessed):
    where, mac = machine(), speeds["HMAC-SM3"]
    lines = [
        "# What a thief can do, measured",
        "",
        f"{where['date']}: {where['cpu']}, {where['cores']} cores, load {where['load']:.1f}; Python {where['python']}, one core. Made by "
        "`python -m bench.token_attacks`.",
        "",
        "| way | texts a second | all numbers of one district and year of birth "
        f"({DISTRICT_YEAR:,}) | all numbers of the country ({COUNTRY:.2e}) |",
        "|---|---|---|---|",
        *(
            f"| {name} | {speed:,.0f} | {DISTRICT_YEAR / speed:.2f} s | {COUNTRY / speed / 3600:,.0f} core-hours |"
            for name, speed in speeds.items()
        ),
        "",
        f"With the key of one purpose and its table of tokens, one core tries a district and year of birth in {DISTRICT_YEAR / mac:.1f} s. "
        "Compiled code and a graphics card are some hundred times faster still.",
        "",
        "| online, with a stolen key file | a district and year of birth takes |",
        "|---|---|",
        f"| numbers without a name: {MOST_BARE_MISSES} misses a day | {DISTRICT_YEAR / MOST_BARE_MISSES / 365:,.0f} years |",
        f"| numbers with an invented name, {USUAL_A_DAY:,} rows a day (usual) | {DISTRICT_YEAR / USUAL_A_DAY:,.0f} days |",
        f"| the same, {MOST_A_DAY:,} rows a day (the very most) | {DISTRICT_YEAR / MOST_A_DAY:,.0f} days |",
        "",
        f"The table of tokens without the key: {EACH:,} made-up registrations, and a thief who has another {EACH:,} of the same city in "
        f"plain (seed {SEED}; about half are the same people) and guesses the {GUESSES:,} most frequent tokens by their rank.",
        "",
        "| kind | distinct among the most frequent | rows of the most frequent one | rows with a token | rows guessed right |",
        "|---|---|---|---|---|",
        *(
            f"| {g['kind']} | {g['distinct']:,} | {g['most']:,} | {g['rows']:,} | {g['right']:,} ({g['right'] / g['rows']:.3%}) |"
            for g in guessed
        ),
        "",
        "The last three are no kinds of ours: tokens of a name or surname alone are not made, and this is why.",
        "",
    ]
    return "\n".join(lines)


def main():
    text = page(rates(), guessed_by_frequency())
    print(text)
    (RESULTS / "token_attacks.md").write_text(text)


if __name__ == "__main__":
    main()
