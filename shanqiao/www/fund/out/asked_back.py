"""What is asked back since somebody else paid later: of which grants, what came of it, and what is waived."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.asking_back import CannotWaive, waive
from shanqiao.apps.record.clock import now
from shanqiao.stories.illness import asked_back_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import quantity

from ..about import told_of
from ..door import decides, has_a_seat
from .filters import AskedBackFilter
from .forms import WaiveForm
from .tables import AskedBackTable

EMPTY = Empty(
    says=gettext_lazy(
        "Nothing is asked back. Where an insurance pays after a fund has, what is too much then stands here with its reason."
    ),
    step=gettext_lazy("See the grants"),
    url_name="fund:grants",
)


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=AskedBackTable,
        filters=AskedBackFilter,
        rows=asked_back_of(funds_of(request.user)),
        template="fund/out/asked_back.html",
        file_name="asked-back",
        sentence=_sentence,
        empty=EMPTY,
    )


@only(decides)
def waive_it(request, pk):
    """The manager says that nothing is asked back."""
    mine = asked_back_of(funds_of(request.user, Seat.Role.DECIDES)).outstanding()
    asked = get_object_or_404(mine, pk=pk)
    form = WaiveForm(request.POST or None)
    if form.is_valid():
        try:
            waive(asked=asked, by=request.user, at=now(), **form.cleaned_data)
        except CannotWaive as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Nothing is asked back any more; the record says why."))
            return redirect("fund:grant", pk=asked.grant_id)
    data = {"form": form, "asked": asked, "told": told_of(asked.grant)}
    return render(request, "fund/out/waive.html", data, status=422 if form.errors else 200)


def _sentence(rows):
    standing = list(rows.order_by().outstanding().values_list("outstanding", "grant"))
    if not standing:
        return ""
    much, grants = sum(fen for fen, _grant in standing), len({grant for _fen, grant in standing})
    return ngettext(
        "%(much)s are to come back, or not to be paid, of %(n)s grant.",
        "%(much)s are to come back, or not to be paid, of %(n)s grants.",
        grants,
    ) % {"much": quantity(much, "fen"), "n": grants}
