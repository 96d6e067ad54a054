from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from tablib import Dataset

from shanqiao.apps.needs.kinds import Kind
from shanqiao.www.parts.door import everybody, only

from .city import figures_of_today


@only(everybody)
def waiting(request):
    figures = figures_of_today()
    if request.GET.get("export") == "csv":
        return _file(figures)
    rows = [
        (d.district, [(kind.label, d.waiting.get(kind, 0)) for kind in Kind])
        for d in figures.districts
    ]
    whole = [(kind.label, figures.waiting[kind]) for kind in Kind]
    return render(request, "public/needs.html", {"figures": figures, "rows": rows, "whole": whole})


def _file(figures):
    """One row for each district and kind; the number is at least so many people, 0 means fewer than five."""
    data = Dataset(
        *[
            (d.district.pk, d.district.name, d.district.name_en, kind.value, d.waiting.get(kind, 0))
            for d in figures.districts
            for kind in Kind
        ],
        headers=("district_code", "district", "district_en", "kind", "people_at_least"),
    )
    answer = HttpResponse(
        f"\ufeff{data.export('csv')}".encode(), content_type="text/csv; charset=utf-8"
    )
    name = f"open-needs-{localdate(figures.as_of):%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
