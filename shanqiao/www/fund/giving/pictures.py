"""What was given, month by month, to look at."""

from shanqiao.apps.giving.models import Gift
from shanqiao.www.parts.words import month as month_in_words

from ..pictures import as_script


def months_drawn(months):
    """A bar for each month, stacked by how it was given; None where nothing was.

    Args:
        months: [(month, {how: fen})].
    """
    if not months:
        return None
    hows = [how for how in Gift.How if any(how in given for _month, given in months)]
    option = {
        "legend": {},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": [f"{month:%Y-%m}" for month, _given in months]},
        "yAxis": {"type": "value"},
        "series": [
            {
                "name": str(how.label),
                "type": "bar",
                "stack": "all",
                "data": [given.get(how, 0) for _month, given in months],
            }
            for how in hows
        ],
    }
    return {
        "script": as_script({"unit": "fen", "height": 320, "option": option}),
        "heads": [how.label for how in hows],
        "rows": [
            (
                month_in_words(month),
                [(how.label, given.get(how, 0)) for how in hows],
                sum(given.values()),
            )
            for month, given in months
        ],
    }
