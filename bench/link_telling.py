"""What bench.link measured, as a page for people and as JSON, with the machine it was measured on."""

import json

from bench.report import machine

WANTED = {  # (registrations, noise): what the design wants of ours, and what it calls impossible
    (100_000, 1.0): ("F1 ≥ 0.985, P ≥ 0.99", "0.99"),
    (1_000_000, 1.0): (
        "F1 ≥ 0.98, P ≥ 0.99; normalise ≤ 50, pairs and clusters ≤ 45 CPU s, ≤ 3 GiB",
        "0.988; 15 and 15 CPU s, 1.5 GiB",
    ),
    (100_000, 2.0): ("F1 ≥ 0.96", "0.975"),
    ("ours febrl 3", 0): ("F1 ≥ 0.9995", "1.0"),
    ("ours febrl 4", 0): ("F1 ≥ 0.9998", "1.0"),
    ("ours historical 50k", 0): ("F1 ≥ 0.85", "0.88"),
}
HEAD = (
    "| registrations | seed | noise | way | precision | recall | F1 | CPU s | peak MiB | must reach | sounds impossible |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
)


def line(row):
    """One measurement in one line, as it comes."""
    if "missing" in row:
        return f"{row['size']:>9}  {row['way']:<22} left out: {row['missing']}"
    figures = "  ".join(f"{name} {row[name][0]:.4f}" for name in ("precision", "recall", "f1"))
    return f"{row['size']:>9}  seed {row['seed']}  noise {row['noise']:g}  {row['way']:<22} {figures}  {_cpu(row)}  {row['peak_mib']:.0f} MiB"


def write(found, results, name):
    """Write NAME.md and NAME.json into a folder, and give back what stands in the page."""
    told = {"machine": machine(), "rows": found}
    results.mkdir(exist_ok=True)
    text = _page(told)
    (results / f"{name}.md").write_text(text)
    (results / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    return text


def _page(told):
    facts = told["machine"]
    here = [row for row in told["rows"] if "missing" not in row]
    lines = [
        "# Who is one person: ours beside others",
        "",
        f"{facts['date']}: {facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, load {facts['load']:.1f} at the end; "
        f"Python {facts['python']}. Made by `python -m bench.link`; every line is a process of its own.",
        "",
        "Precision, recall and F1 are of pairs in the final clusters, with 95 % intervals by bootstrap over people and those they are "
        "mixed up with. Registers: bench/registers; the weights of ours were learnt on other seeds. Splink is given the threshold "
        "that is best for it on the very register it is judged by. Peak memory is that of the linking process alone, with its "
        "libraries and the registrations it reads, before it is judged (Splink is judged between, to find its threshold).",
        "",
        *HEAD,
        *map(_line, here),
        "",
        *(
            f"Left out: {row['way']}, {row['size']:,}: {row['missing']}."
            for row in told["rows"]
            if "missing" in row
        ),
        "",
    ]
    for row in here:
        if row["way"] == "ours" and row["seed"] == 1:
            lines += _kinds(row)
    return "\n".join(lines)


def _line(row):
    wanted = (
        WANTED.get((row["size"], row["noise"]))
        if row["way"] == "ours"
        else WANTED.get((row["way"], 0))
    )
    figures = " | ".join(_share(row[name]) for name in ("precision", "recall", "f1"))
    must, dream = wanted or ("–", "–")
    size = (
        f"{row['size']:,} | {row['seed']} | {row['noise']:g}"
        if row["size"]
        else "of others | – | –"
    )
    return f"| {size} | {row['way']} | {figures} | {_cpu(row)} | {row['peak_mib']:,.0f} | {must} | {dream} |"


def _cpu(row):
    return ", ".join(f"{step} {took['cpu']:.1f}" for step, took in row["steps"].items())


def _share(figure):
    value, low, high = figure
    return f"{value:.4f} ({low:.4f}–{high:.4f})"


def _kinds(row):
    """Where ours errs: pairs by what had happened to one of them, and people who only look alike."""
    lines = [f"## Ours by kind: {row['size']:,}, seed 1, noise {row['noise']:g}", ""]
    lines += ["| what happened to one of them | pairs | found | 95 % |", "|---|---|---|---|"]
    lines += [
        f"| {kind['kind']} | {kind['pairs']:,} | {kind['recall']:.4f} | {kind['low']:.4f}–{kind['high']:.4f} |"
        for kind in row["kinds"]
        if kind["pairs"]
    ]
    lines += ["", "| two people who look alike | groups | pairs | merged |", "|---|---|---|---|"]
    lines += [
        f"| {kind['kind']} | {kind['groups']:,} | {kind['pairs']:,} | {kind['merged']:,} |"
        for kind in row["hard"]
    ]
    return [*lines, ""]
