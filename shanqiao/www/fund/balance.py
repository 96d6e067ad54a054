from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.conditions import names_of
from shanqiao.stories.purses import figures_of, movements_of, pauses_of, purses_of, with_pause
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .beside import with_ways
from .conditions import conditions_of
from .door import decides, has_a_seat, keeps_accounts
from .filters import MovementFilter
from .forms import PauseForm
from .pictures import purses_drawn
from .tables import MovementTable

LATEST = 10  # movements on the page of a purse


@only(has_a_seat)
def browse(request):
    purses = with_ways(with_pause(purses_of(request.user), at=now()))
    data = {
        "purses": purses,
        "figures": figures_of(request.user, at=now()),
        "pictures": purses_drawn(purses),
        "keeps_accounts": keeps_accounts(request.user),
    }
    return render(request, "fund/balance/browse.html", data)


@only(has_a_seat)
def show(request, pk):
    purse = get_object_or_404(with_pause(purses_of(request.user), at=now()), pk=pk)
    [purse] = with_ways([purse])
    data = {
        "purse": purse,
        "conditions": conditions_of(purse, names_of(purse.streets)),
        "postings": movements_of(request.user).filter(purse=purse)[:LATEST],
        "pauses": pauses_of(purse),
        "may_decide": decides(request.user),
        "decides_here": funds_of(request.user, Seat.Role.DECIDES).filter(pk=purse.fund_id).exists(),
        "form": PauseForm(),
    }
    return render(request, "fund/balance/show.html", data)


@only(has_a_seat)
def postings(request):
    return listing(
        request,
        table=MovementTable,
        filters=MovementFilter,
        rows=movements_of(request.user),
        template="fund/balance/postings.html",
        file_name="movements",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "Nothing has moved yet. Every gift, promise and payment writes a line here that is never changed."
            ),
            step=gettext_lazy("See the balance"),
            url_name="fund:balance",
        ),
    )


def _sentence(rows):
    count = rows.order_by().count()
    if not count:
        return ""
    return ngettext("%(n)s movement.", "%(n)s movements.", count) % {"n": f"{count:,}"}
