"""The slow way to know what a reader can work out: try every table there could be."""

from itertools import product

from shanqiao.engines.suppression import Interval, Table

BEYOND = 9  # cells are tried up to here where nothing published limits them


def bounds_by_trying(table, hidden):
    """The slow way: every table of whole numbers that agrees with what is published."""
    fitting = [other for other in every_table(table, hidden) if agrees(table, other, hidden)]
    return {
        cell: Interval(
            min(other.value(cell) for other in fitting), max(other.value(cell) for other in fitting)
        )
        for cell in hidden
    }


def every_table(table, hidden):
    """All that agree row by row, with cells up to the total of totals (up to BEYOND where that is hidden)."""
    choices, grand = [], table.values[-1][-1]
    limit = BEYOND if (table.rows, table.columns) in hidden else grand
    for row in range(table.rows):
        total = None if (row, table.columns) in hidden else table.values[row][-1]
        cells = [
            range(limit + 1 if total is None else total + 1)
            if (row, column) in hidden
            else [table.values[row][column]]
            for column in range(table.columns)
        ]
        choices.append([found for found in product(*cells) if total in (None, sum(found))])
    return map(Table.of, product(*choices))


def agrees(table, other, hidden):
    return all(
        table.value(cell) == other.value(cell) for cell in table.cells() if cell not in hidden
    )
