from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.holdings.linking import CannotLink, agree_on_link, write_linked_month
from shanqiao.apps.holdings.queries import agreements_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from ..door import decides, has_a_seat
from .forms import LinkForm, MonthForm
from .tables import LinkFilter, LinkTable, rate_in_words


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=LinkTable,
        filters=LinkFilter,
        rows=agreements_of(funds_of(request.user)),
        template="fund/holdings/links.html",
        file_name="agreements",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "No agreement yet. An insurer gives part of its premiums, a shop so much for each piece; each month is compared with what came."
            ),
            step=gettext_lazy("See the balance"),
            url_name="fund:balance",
        ),
        context={"may_decide": decides(request.user)},
    )


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s agreement.", "%(n)s agreements.", count) % {"n": f"{count:,}"}


@only(decides)
def new(request):
    deciding = funds_of(request.user, Seat.Role.DECIDES)
    purses = list(purses_of(request.user).filter(fund__in=deciding, unit="fen"))
    form = LinkForm(request.POST or None, purses=purses)
    if form.is_valid():
        try:
            agreement = agree_on_link(by=request.user, at=now(), **form.cleaned_data)
        except CannotLink as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The agreement is written down."))
            return redirect("fund:link", pk=agreement.pk)
    data = {"form": form}
    return render(request, "fund/holdings/link_new.html", data, status=422 if form.errors else 200)


@only(has_a_seat)
def show(request, pk):
    agreement = get_object_or_404(agreements_of(funds_of(request.user)), pk=pk)
    deciding = funds_of(request.user, Seat.Role.DECIDES)
    may_write = deciding.filter(pk=agreement.purse.fund_id).exists()
    form = MonthForm(request.POST if may_write and request.POST else None, agreement=agreement)
    if form.is_valid():
        try:
            write_linked_month(agreement=agreement, by=request.user, at=now(), **form.cleaned_data)
        except CannotLink as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The month is written down, and its gift is taken."))
            return redirect("fund:link", pk=pk)
    data = {
        "agreement": agreement,
        "rate": rate_in_words(agreement),
        "months": agreement.months.select_related("gift").order_by("-month"),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "fund/holdings/link.html", data, status=422 if form.errors else 200)
