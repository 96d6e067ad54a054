"""What a run of bench.rules found, as a table for people and as JSON."""

import json
from importlib.metadata import PackageNotFoundError, version

from bench.report import machine

HEAD = "| way | evaluations | wall s | CPU s | evaluations per second | columns are faster by |"


def write(found, results):
    """Write rules.md and rules.json into a folder, and give back what stands in the page."""
    found = {"machine": machine(), "cel_python": _cel(), **found}
    results.mkdir(exist_ok=True)
    text = _page(found)
    (results / "rules.md").write_text(text)
    (results / "rules.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    return text


def _page(found):
    facts, tried = found["machine"], found["simulation"]
    columns = found["rows"][0]
    cel = f"cel-python {found['cel_python']}" if found["cel_python"] else "cel-python was left out"
    return "\n".join(
        [
            f"# {found['rules']} rules over {found['size']:,} residents",
            "",
            f"{facts['date']}: {facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, load {facts['load']:.1f} at the end; "
            f"Python {facts['python']}, polars {facts['packages']['polars']}, {cel}; seed {found['seed']}. "
            "Made by `python -m bench.rules`.",
            "",
            f"The rules hold {found['comparisons']:,} comparisons; up to 60 % of a fact is not known. An evaluation is one rule asked "
            "of one person. Every way counted the same yes and the same unknown for every rule on the people it was asked of. CPU is "
            "that of this process; PostgreSQL works in its own, with as many workers as it likes.",
            "",
            HEAD,
            "|---|---|---|---|---|---|",
            *(_line(row, columns) for row in found["rows"]),
            "",
            "## What one rule would change",
            "",
            f"`{tried['before']}` becomes `{tried['after']}` for {tried['people']:,} residents: {tried['wall_s']:.2f} s wall, "
            f"{tried['cpu_s']:.2f} s CPU, from facts in memory to counts by district, age, sex and disability, rounded. "
            f"At least {tried['in']:,} come in, {tried['out']:,} go out, {tried['keeps']:,} keep it; of {tried['unknown']:,} it cannot be said.",
            "",
        ]
    )


def _line(row, columns):
    ratio = columns["per_second"] / row["per_second"]
    cells = (
        row["what"],
        f"{row['evaluations']:,}",
        f"{row['wall_s']:.2f}",
        f"{row['cpu_s']:.2f}",
        f"{row['per_second']:,.0f}",
        "1" if row is columns else f"{ratio:,.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _cel():
    try:
        return version("cel-python")
    except PackageNotFoundError:
        return None
