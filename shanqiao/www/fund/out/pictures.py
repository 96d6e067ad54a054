"""How far a batch came, and what a sample says."""

from django.utils.translation import gettext as _

from ..pictures import as_script


def batch_drawn(sums):
    """One bar: paid, failed, waiting."""
    names = (_("paid"), _("failed"), _("not answered yet"))
    series = [
        {"name": name, "type": "bar", "stack": "all", "data": [fen], "barWidth": 28}
        for name, fen in zip(names, sums, strict=True)
    ]
    option = {
        "legend": {},
        "tooltip": {"trigger": "item"},
        "yAxis": {"type": "category", "data": [_("this batch")]},
        "xAxis": {"type": "value"},
        "series": series,
    }
    return as_script({"unit": "fen", "height": 130, "option": option})


def estimate_drawn(estimate):
    """The span in which the share of all lies, with what was heard as a point in it."""
    low, high, heard = (
        round(value, 4) for value in (estimate.lower, estimate.upper, estimate.share)
    )
    option = {
        "legend": {},
        "tooltip": {"trigger": "item"},
        "yAxis": {"type": "category", "data": [_("arrived in full")]},
        "xAxis": {"type": "value", "min": 0, "max": 1},
        "series": [
            {
                "name": _("the share of all lies in here"),
                "type": "line",
                "data": [[low, 0], [high, 0]],
                "lineStyle": {"width": 10},
                "symbol": "rect",
                "symbolSize": [3, 26],
            },
            {
                "name": _("heard"),
                "type": "scatter",
                "data": [[heard, 0]],
                "symbolSize": 16,
            },
        ],
    }
    return as_script({"unit": "share", "height": 150, "option": option})
