"""A rule book page is a table: what each need misses, what there is, and who gets what."""

from datetime import date

from shanqiao.engines.allocation import solve
from tests.engines.cities import a_city, a_need, a_resource

WHOLE = {"quantity", "covered", "severity", "urgency", "age", "disability", "capacity"}
WHOLE |= {"person_cap", "reserved_share"}


def plan_for(needs, resources, policy="basic_first"):
    """Read a table of needs, whose last column says what each gets; and one of resources.

    Returns:
        what the plan gives to each need, and what the table says.
    """
    rows = _rows(needs)
    says = {row["need"]: int(row.pop("gets")) for row in rows}
    city = a_city(
        [a_need(**_read(row)) for row in rows],
        [a_resource(**_read(row)) for row in _rows(resources)],
    )
    gets = dict.fromkeys(says, 0)
    for match in solve(city, policy=policy).matches.iter_rows(named=True):
        gets[match["need"]] += match["quantity"]
    return gets, says


def _rows(table):
    lines = [[cell.strip() for cell in line.split(";")] for line in table.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def _read(row):
    read = {}
    for column, cell in row.items():
        if column in WHOLE:
            read[column] = int(cell) if cell else None
        elif column in ("kinds", "streets"):
            read[column] = cell.split(",") if cell else []
        elif column in ("open_on", "due_on", "valid_from", "valid_to"):
            read[column] = date.fromisoformat(f"2026-{cell}")
        elif column == "local":
            read[column] = {"yes": True, "no": False, "": None}[cell]
        else:
            read[column] = cell
    return read
