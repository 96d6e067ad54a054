import django_filters as filters
import django_tables2 as tables
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.registry.models import Organisation
from shanqiao.www.parts.accounts import accounts_file, accounts_page
from shanqiao.www.parts.columns import NUMBER
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city


class HostTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Host"),
        accessor="pk",
        order_by="name",
        linkify=("supervisor:accounts-of", {"pk": tables.A("pk")}),
    )
    uscc = tables.Column(verbose_name=_("Unified social credit code"))
    form = tables.Column(verbose_name=_("Legal form"))
    held = tables.Column(verbose_name=_("Funds"), attrs=NUMBER)

    class Meta:
        order_by_field = "sort"
        caption = _("Hosts that keep books")

    def render_name(self, record):
        return str(record)

    def value_name(self, record):
        return str(record)


class HostFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search")

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(name__icontains=text) | Q(name_en__icontains=text) | Q(uscc__icontains=text)
        )


@only(checks_the_city)
def browse(request):
    return listing(
        request,
        table=HostTable,
        filters=HostFilter,
        rows=_hosts(),
        template="supervisor/accounts/browse.html",
        file_name="hosts",
        sentence=lambda rows: (
            ngettext("%(n)s host.", "%(n)s hosts.", rows.count()) % {"n": rows.count()}
        ),
        empty=Empty(says=_("No host keeps books here yet.")),
    )


@only(checks_the_city)
def show(request, pk):
    page = accounts_page(request, get_object_or_404(_hosts(), pk=pk))
    return accounts_file(request, page) or render(request, "supervisor/accounts/show.html", page)


def _hosts():
    """Organisations that host a fund, with how many."""
    return Organisation.objects.annotate(held=Count("funds")).filter(held__gt=0).order_by("name")
