"""A judgement in words: one line, or a page in Markdown."""


def line(found):
    """Precision, recall and F1 with their intervals, in one line."""
    told = {"P": found.precision, "R": found.recall, "F1": found.f1}
    return "  ".join(f"{name} {_figure(value)}" for name, value in told.items())


def report(found):
    """The line, recall by corruption, and false merges by hard negative, as Markdown."""
    page = [
        line(found),
        f"{found.found} of {found.true} pairs found; {found.predicted - found.found} pairs are two people",
        *("", "| corruption | pairs | found | recall | 95 % |", "|---|---|---|---|---|"),
    ]
    for kind, pairs, hit, *recall in found.kinds.iter_rows():
        page.append(f"| {kind} | {pairs} | {hit} | {_cells(recall)} |")
    page += [
        "",
        "| hard negative | groups | pairs | merged | groups with a merge |",
        "|---|---|---|---|---|",
    ]
    page += [f"| {' | '.join(map(str, row))} |" for row in found.hard.iter_rows()]
    return "\n".join(page)


def _figure(value):
    return "none" if value is None else "{:.4f} [{:.4f}, {:.4f}]".format(*value)


def _cells(recall):
    value, low, high = recall
    return "none | none" if value is None else f"{value:.4f} | {low:.4f} – {high:.4f}"
