from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.receipts.queries import may_issue
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.engines.quantities import in_capitals
from shanqiao.feeds.letters import LANGUAGES, set_letters, square_code
from shanqiao.stories.letters import address_to_verify, receipt_told
from shanqiao.stories.receipts import (
    gifts_waiting_for,
    hosts_without_a_book,
    receipts_seen_by,
    receipts_to_void_by,
)
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import yuan

from ..door import has_a_seat, takes_gifts
from .filters import ReceiptFilter
from .tables import ReceiptTable, state_of


@only(has_a_seat)
def browse(request):
    person, may = request.user, takes_gifts(request.user)
    return listing(
        request,
        table=ReceiptTable,
        filters=ReceiptFilter,
        rows=receipts_seen_by(person),
        template="fund/receipts/browse.html",
        file_name="receipts",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "No receipt was issued yet. Whoever gives money or goods and wants one gets one from here."
            ),
            step=gettext_lazy("See the gifts"),
            url_name="fund:gifts",
        ),
        context={
            "waiting": gifts_waiting_for(person).count() if may else 0,
            "may_write": may,
            "to_void": receipts_to_void_by(person)[:5] if may else (),
            "to_begin": hosts_without_a_book(person, at=now()).exists() if may else False,
        },
        note_export=lambda kind: note(
            act="receipts.export", subject=person, by=person, at=now(), why=kind
        ),
    )


@only(has_a_seat)
def show(request, pk):
    rows = receipts_seen_by(request.user).select_related("voiding__by", "replaces", "replaced_by")
    receipt = get_object_or_404(rows, pk=pk)
    state, words = state_of(receipt)
    data = {
        "receipt": receipt,
        "state": state,
        "state_words": words,
        "capitals": f"人民币{in_capitals(receipt.amount)}",
        "verify": address_to_verify(receipt, ""),
        "may_correct": not receipt.is_replaced and may_issue(request.user, receipt.gift),
    }
    return render(request, "fund/receipts/show.html", data)


@only(has_a_seat)
def file(request, pk):
    """The receipt as a PDF, in Chinese or with English beside it."""
    receipt = get_object_or_404(receipts_seen_by(request.user).select_related("replaces"), pk=pk)
    language = request.GET.get("language")
    told = receipt_told(receipt, address=address_of(request), square_code=square_code)
    content = set_letters(
        "receipts", [told], language=language if language in LANGUAGES else LANGUAGES[0]
    )
    note(act="receipts.fetch", subject=receipt, by=request.user, at=now())
    return as_file(content, f"receipt-{receipt.book.code}-{receipt.figures}.pdf")


def as_file(content, name):
    """An answer that a browser keeps as a file."""
    kind = "application/zip" if name.endswith(".zip") else "application/pdf"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def address_of(request):
    """Where this installation is reached, as the person who asks reached it."""
    return request.build_absolute_uri("/").rstrip("/")


def _sentence(rows):
    receipts = rows.order_by()
    count = receipts.count()
    if not count:
        return ""
    good = receipts.filter(is_void=False)
    words = ngettext("%(n)s receipt", "%(n)s receipts", count) % {"n": f"{count:,}"}
    words += _(", the good ones together %(sum)s") % {
        "sum": yuan(good.aggregate(all=Sum("amount"))["all"] or 0)
    }
    return words + _(".")
