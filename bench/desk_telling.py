"""What a run of bench.desk found, as a table for people and as JSON."""

import json
import math

from bench.report import machine

HEAD = "| what | p50 ms | p95 ms | p99 ms | right person found | came first | false alerts |"
WANTED = {1: "≤ 5", 4: "≤ 12"}


def write(found, results):
    """Write desk-SIZE.md and .json into a folder, and give back what stands in the page."""
    found = {"machine": machine(), **found}
    results.mkdir(exist_ok=True)
    name = f"desk-{found['size']}"
    text = _page(found)
    (results / f"{name}.md").write_text(text)
    for row in (*found["ours"], found["pg_trgm"]):
        row["ms"] = {share: round(_at(row["ms"], share), 3) for share in (0.5, 0.9, 0.95, 0.99, 1)}
    (results / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")
    return text


def _page(found):
    facts = found["machine"]
    lines = [
        f"# A new registration among {found['kept']:,}",
        "",
        f"{facts['date']}: {facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, load {facts['load']:.1f} at the end; "
        f"Python {facts['python']}; seed {found['seed']}. Made by `python -m bench.desk`.",
        "",
        f"Learning them took {found['learning_wall_s']:.0f} s ({found['learning_cpu_s']:.0f} CPU s of Python); keys take "
        f"{found['key_bytes'] / 2**20:,.0f} MiB, faces {found['face_bytes'] / 2**20:,.0f} MiB. The time is from what was typed to "
        "probabilities and evidence, in one process with its database beside it.",
        "",
        HEAD,
        "|---|---|---|---|---|---|---|",
        *(
            _line(f"shanqiao, {row['clients']} at once", row, WANTED[row["clients"]])
            for row in found["ours"]
        ),
        _line(f"pg_trgm on the name, first 20; {_asked(found)} asked", found["pg_trgm"], "–"),
        "",
        f"Must reach: p95 {WANTED[1]} ms alone and {WANTED[4]} ms with four at once; the right person first in ≥ 97.5 %, "
        "false alerts ≤ 3 %. The intervals are Wilson's, 95 %.",
        "",
    ]
    return "\n".join(lines)


def _asked(found):
    return f"{found['pg_trgm']['known'] + found['pg_trgm']['unknown']:,}"


def _line(what, row, wanted):
    times = [f"{_at(row['ms'], share):.1f}" for share in (0.5, 0.95, 0.99)]
    times[1] += "" if wanted == "–" else f" ({wanted})"
    shares = [
        _share(row["found"], row["known"]),
        _share(row["first"], row["known"]),
        _share(row["false_alerts"], row["unknown"]),
    ]
    return f"| {what} | {' | '.join([*times, *shares])} |"


def _share(part, whole):
    low, high = interval(part, whole)
    return f"{part / whole:.1%} ({low:.1%}–{high:.1%})"


def _at(values, share):
    return values[min(len(values) - 1, int(share * len(values)))]


def interval(part, whole, z=1.96):
    """Wilson's interval of a share."""
    share, bend = part / whole, z * z / whole
    middle, reach = share + bend / 2, z * math.sqrt((share * (1 - share) + bend / 4) / whole)
    return (middle - reach) / (1 + bend), (middle + reach) / (1 + bend)
