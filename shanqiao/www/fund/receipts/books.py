from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.receipts.actions import CannotOpenBook, open_book
from shanqiao.apps.record.clock import now
from shanqiao.stories.receipts import hosts_without_a_book
from shanqiao.www.parts.door import only

from ..door import takes_gifts
from .forms import BookForm


@only(takes_gifts)
def begin(request):
    """Begin to number the receipts of this year."""
    at = now()
    year, hosts = localdate(at).year, hosts_without_a_book(request.user, at=at)
    if not hosts.exists():
        messages.info(request, _("The receipts of this year were begun already."))
        return redirect("fund:receipts")
    form = BookForm(request.POST or None, hosts=hosts)
    if form.is_valid():
        try:
            open_book(year=year, by=request.user, at=at, **form.cleaned_data)
        except CannotOpenBook as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(
                request,
                _("The receipts of %(year)s are begun; the first has number 0000000001.")
                % {"year": year},
            )
            return redirect("fund:receipts")
    data = {"form": form, "year": year}
    return render(request, "fund/receipts/begin.html", data, status=422 if form.errors else 200)
