"""Lists with a total, in which the numbers behind which few people stand are hidden."""

from shanqiao.engines.suppression import Table, suppress_same

ALL = "all"


def hide_in_list(numbers, people, *, threshold, hidden=(), everything=False, people_in_all=None):
    """A list with its total, None where hidden.

    Args:
        numbers: {name: how much}.
        people: {name: the people behind it, as a set, or how many}.
        hidden: names (or "all") hidden anyway.
        everything: hide every number and the total.
        people_in_all: how many different people, where ``people`` gives numbers.

    Returns:
        {name: number or None}, and the total under "all".
    """
    names = list(numbers)
    if not names:
        return {ALL: 0}
    if everything:
        return dict.fromkeys((*names, ALL))
    behind = [len(people[name]) if people_in_all is None else people[name] for name in names]
    in_all = len(set().union(*people.values())) if people_in_all is None else people_in_all
    # One row: each column's total is the number itself and is not published a second time.
    people_behind = [[*behind, in_all], [*behind, in_all]]
    table = Table.of([list(numbers.values())], people=people_behind)
    counts = Table.of([behind], people=people_behind)
    untold = {(1, column) for column in range(len(names) + 1)}
    places = {name: (0, column) for column, name in enumerate((*names, ALL))}
    chosen = suppress_same(
        (counts, table),
        threshold=threshold,
        hidden=untold | {places[name] for name in hidden if name in places},
    )
    return {name: None if place in chosen else table.value(place) for name, place in places.items()}
