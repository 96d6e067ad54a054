"""What a run of bench.books found, as a table for people and as JSON."""

import json

from bench.report import machine

WANTED = {
    "balance of a purse, now": 1,
    "balance of a purse, as of a day": 5,
    "balance of the bank account, now": 1,
    "balance of the bank account, as of a day": 5,
    "where a gift went": 5,
    "who paid a use": 5,
}


def write(found, results):
    """Write books-SIZE.md and .json into a folder, and give back what stands in the page."""
    found = {"machine": machine(), **found}
    results.mkdir(exist_ok=True)
    text = _page(found)
    (results / f"books-{found['size']}.md").write_text(text)
    (results / f"books-{found['size']}.json").write_text(json.dumps(found, indent=1) + "\n")
    return text


def _page(found):
    facts, filled = found["machine"], found["filled"]
    hordak = found["hordak"] and f"django-hordak {found['hordak']}"
    lines = [
        f"# The books at {found['size']:,} postings",
        "",
        f"{facts['date']}: {facts['cpu']}, {facts['cores']} cores, {facts['memory_mib']:,} MiB, load {facts['load']:.1f} at the end; "
        f"Python {facts['python']}; fsync {found['fsync']}. Made by `python -m bench.books`: {found['rounds']} rounds of "
        f"{found['seconds']:g} s, medians; in brackets the least and the greatest ratio.",
        "",
        "| writing, postings a second | raw | ours | ours / raw | must reach | "
        + (f"{hordak} | ours / hordak | must reach |" if hordak else "hordak was left out |"),
        "|---|---|---|---|---|---|" + ("---|---|" if hordak else ""),
        *(_line(row, hordak) for row in found["writing"]),
        "",
        f"| reading, ms, {found['rounds']} rounds of {found['ask']:,} | p50 | p95 | must reach | pages |",
        "|---|---|---|---|---|",
        *(
            f"| {what} | {row['p50']:.2f} | {row['p95']:.2f} ({row['least']:.2f}–{row['most']:.2f}) | ≤ {WANTED[what]} | {row['pages']:.0f} |"
            for what, row in found["reading"].items()
        ),
        "",
        f"Sealing: {filled['sealed_rows_a_second']:,.0f} rows a second (≥ 100,000). Filling took {filled['gifts_s']:.0f} s for gifts in "
        f"batches of 10,000, {filled['laid_s']:.0f} s to lay them, {filled['uses_s']:.0f} s for {found['size'] // 100:,} uses.",
    ]
    if hordak:
        reading = found["hordak_reading"]
        lines.append(
            f"{hordak}: the balance of one account over {reading['legs']:,} legs takes {reading['balance_ms']:.1f} ms."
        )
    return "\n".join([*lines, ""])


def _line(row, hordak):
    rates, wanted = row["rates"], row["wanted"]
    middle, least, most = row["of_raw"]
    text = (
        f"| {row['what']} | {rates['raw']:,.0f} | {rates['ours']:,.0f} | {middle:.2f} ({least:.2f}–{most:.2f}) "
        f"| {_least(wanted['of_raw'])} |"
    )
    if hordak:
        middle, least, most = row["times_hordak"]
        text += (
            f" {rates['hordak']:,.0f} | {middle:.1f} ({least:.1f}–{most:.1f}) "
            f"| {_least(wanted['times_hordak'])} |"
        )
    return text + ("" if hordak else " |")


def _least(wanted):
    return f"≥ {wanted}" if wanted else "–"
