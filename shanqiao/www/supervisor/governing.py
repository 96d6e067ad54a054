"""Funds whose committee lacks something or whose filings are due, and hosts whose ratios are in danger."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.record.clock import now
from shanqiao.stories.governing import due_in_city, lacking
from shanqiao.stories.spending import years_of_hosts
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city
from .record import note_file


class CommitteeTable(tables.Table):
    name = tables.Column(verbose_name=_("Fund"), accessor="pk", order_by=("name", "pk"))
    kind = tables.Column(verbose_name=_("Kind"))
    host = tables.Column(verbose_name=_("Host"), order_by=("host__name", "pk"))
    members_now = tables.Column(verbose_name=_("Members"), attrs={"td": {"class": "number"}})
    lacks = tables.Column(verbose_name=_("What it lacks"), accessor="pk", orderable=False)

    class Meta:
        order_by_field = "sort"
        caption = _("Funds and their committees")

    def render_name(self, value, record):
        return str(record)

    def render_lacks(self, value, record):
        says = lacks_of(record)
        return format_html_join("", '<span class="d-block">{}</span>', ((s,) for s in says)) or "–"

    def value_lacks(self, value, record):
        return " ".join(lacks_of(record))


class CommitteeFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Fund.Kind, empty_label=_("all"))

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(name__icontains=text)
            | Q(name_en__icontains=text)
            | Q(host__name__icontains=text)
            | Q(host__name_en__icontains=text)
        )


def lacks_of(fund):
    """What the query counted, in words."""
    said = []
    if fund.members_now < 5:
        said.append(gettext("fewer than five members"))
    if fund.members_now and fund.members_now % 2 == 0:
        said.append(gettext("an even number of members"))
    if not fund.supervisors:
        said.append(gettext("nobody who supervises"))
    if not fund.chairs:
        said.append(gettext("no chair"))
    if fund.paid:
        said.append(gettext("members who are paid"))
    if not fund.has_rules:
        said.append(gettext("no written rules"))
    return said


@only(checks_the_city)
def browse(request):
    on = localdate(now())
    return listing(
        request,
        table=CommitteeTable,
        filters=CommitteeFilter,
        rows=lacking(on=on),
        template="supervisor/governing.html",
        file_name="committees",
        sentence=_sentence,
        empty=Empty(says=_("Every committee of a community fund is as it should be.")),
        context={"due": list(due_in_city(on=on))},
        note_export=lambda kind: note_file(request, "committees", kind),
    )


@only(checks_the_city)
def spending(request):
    years = years_of_hosts(at=now())
    data = {
        "day": localdate(now()),
        "danger": [year for year in years if year.in_danger],
        "fine": [year for year in years if year.spending and not year.in_danger],
        "unknown": [year for year in years if year.spending is None],
    }
    return render(request, "supervisor/spending.html", data)


def _sentence(rows):
    count = rows.order_by().count()
    words = ngettext(
        "%(n)s fund whose committee lacks something.",
        "%(n)s funds whose committees lack something.",
        count,
    )
    return words % {"n": f"{count:,}"} if count else ""
