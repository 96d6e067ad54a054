from django.shortcuts import get_object_or_404, redirect, render

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.registry.models import Organisation
from shanqiao.www.parts.accounts import accounts_file, accounts_page
from shanqiao.www.parts.door import only

from .door import has_a_seat


@only(has_a_seat)
def browse(request):
    """The hosts of my funds; where there is one, its statements at once."""
    hosts = list(_hosts(request))
    if len(hosts) == 1:
        return redirect("fund:accounts-of", pk=hosts[0].pk)
    return render(request, "fund/accounts/browse.html", {"hosts": hosts})


@only(has_a_seat)
def show(request, pk):
    page = accounts_page(request, get_object_or_404(_hosts(request), pk=pk))
    return accounts_file(request, page) or render(request, "fund/accounts/show.html", page)


def _hosts(request):
    return Organisation.objects.filter(funds__in=funds_of(request.user)).distinct().order_by("pk")
