from django.core.cache import cache
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.disclosure.queries import in_force
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.stories.city import city_figures, last_midnight
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.statement import ALL, kind_label

from .tiles import COLOURS, picture_of

KEPT = 10 * 60  # seconds; the figures are those of last midnight, whenever they are asked
SHARES = (
    _("under 20% met"),
    _("20 to 39% met"),
    _("40 to 59% met"),
    _("60 to 79% met"),
    _("at least 80% met"),
)
TOO_FEW = _("too few to show")


@only(everybody)
def city(request):
    figures = figures_of_today()
    return render(
        request,
        "public/city.html",
        {
            "figures": figures,
            "picture": picture_of(figures.districts),
            "legend": [*zip(COLOURS, SHARES, strict=True)],
            "too_few": TOO_FEW,
            "in_words": [
                (d.district, [(s.street, _in_words(s.fifth)) for s in d.streets])
                for d in figures.districts
            ],
            "month": _last_month(),
        },
    )


def _in_words(fifth):
    return TOO_FEW if fifth is None else SHARES[fifth]


def figures_of_today():
    """The figures of last midnight, kept for a while: they are the same for everybody all day."""
    as_of = last_midnight(at=now())
    key = f"city-figures-{as_of:%Y-%m-%d}"
    return cache.get_or_set(key, lambda: city_figures(as_of=as_of), KEPT)


def _last_month():
    """The latest statement: its month, and helps by kind as bars."""
    statement = in_force().first()
    if statement is None:
        return None
    helps = {
        row["kind"]: row["helps"]
        for row in statement.body["helped"]
        if row["district"] == ALL and row["kind"] in Kind.values
    }
    largest = max((count for count in helps.values() if count), default=0)
    return {
        "statement": statement,
        "bars": [
            {
                "label": kind_label(kind),
                "helps": count,
                "width": f"{100 * count / largest:.1f}" if count else "0",
            }
            for kind, count in helps.items()
        ],
    }
