"""Many grants in one file for the bank, and what the bank says of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.paying.batching import (
    CannotCollect,
    CannotWithdraw,
    collect_batch,
    note_download,
    withdraw_batch,
)
from shanqiao.apps.paying.models import Download, PayingAccount
from shanqiao.apps.paying.payees import CannotEnterPayee, open_paying_account
from shanqiao.apps.paying.queries import batches_of, failed_and_free, vendors_of
from shanqiao.apps.paying.results import take_results
from shanqiao.apps.record.clock import now
from shanqiao.feeds.bank_payments import file_of
from shanqiao.feeds.bank_results import CannotReadResults, read_results
from shanqiao.stories.money_at_banks import (
    accounts_to_pay_from,
    bank_account_of,
    lines_naming,
)
from shanqiao.stories.money_out import lines_of, sums_of, to_pay_in_money
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from ..about import told_of
from ..chosen import MOST, chosen
from ..door import has_a_seat, pays
from .filters import BatchFilter
from .forms import AccountForm, ResultsForm, WhyForm
from .pictures import batch_drawn
from .tables import BatchTable

EMPTY = Empty(
    says=gettext_lazy(
        "There is no batch yet. A batch pays many grants with one file for the bank, and takes in line by line what the bank says."
    )
)


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=BatchTable,
        filters=BatchFilter,
        rows=batches_of(funds_of(request.user)),
        template="fund/out/batches.html",
        file_name="batches",
        sentence=_sentence,
        empty=EMPTY,
        context={"tills": [*funds_of(request.user, Seat.Role.PAYS).order_by("pk")]},
    )


@only(pays)
def collect(request, fund):
    """See which grants a batch would pay, and why others are not in it; then make it."""
    fund = get_object_or_404(funds_of(request.user, Seat.Role.PAYS), pk=fund)
    account = PayingAccount.objects.filter(fund=fund).order_by("-pk").first()
    form = AccountForm(request.POST if request.POST.get("do") == "account" else None)
    if form.is_valid():
        try:
            open_paying_account(fund=fund, by=request.user, at=now(), **form.cleaned_data)
        except CannotEnterPayee as refusal:
            form.add_error("number", str(refusal))
        else:
            return redirect("fund:batch-new", fund=fund.pk)
    rows = to_pay_in_money(request.user, fund=fund)
    if request.POST.get("do") == "collect":
        try:
            grants = list(chosen(request, rows))
            batch, left_out = collect_batch(
                fund=fund, grants=grants, by=request.user, at=now(), to=_to(request, grants, fund)
            )
        except CannotCollect as refusal:
            messages.error(request, str(refusal))
            return redirect("fund:batch-new", fund=fund.pk)
        _tell_left_out(request, left_out)
        return redirect("fund:batch", pk=batch.pk)
    vendors = list(vendors_of(fund))
    payable = rows if vendors else rows.filter(has_account=True)
    ready = [told_of(grant) for grant in payable[:MOST]]
    data = {
        "fund": fund,
        "vendors": vendors,
        "account": account,
        "at_bank": account and bank_account_of(account),
        "known": accounts_to_pay_from(fund),
        "form": form,
        "ready": ready,
        "total": sum(told.row.count for told in ready),
        "without": rows.filter(has_account=False).count(),
    }
    return render(request, "fund/out/batch_new.html", data, status=422 if form.errors else 200)


@only(has_a_seat)
def show(request, pk):
    batch = get_object_or_404(batches_of(funds_of(request.user)), pk=pk)
    is_mine = _pays_here(request, batch)
    form, outcomes = ResultsForm(), None
    if request.method == "POST" and is_mine:
        form = ResultsForm(request.POST, request.FILES)
        if form.is_valid():
            outcomes = _taken(request, batch, form)
            batch = batches_of(funds_of(request.user)).get(pk=pk)
    data = {
        "batch": batch,
        "lines": lines_of(batch),
        "picture": batch_drawn(sums_of(batch)),
        "sums": sums_of(batch),
        "downloads": batch.downloads.select_related("by").order_by("at"),
        "forms": Download.Form.choices,
        "form": form,
        "why_form": WhyForm(),
        "outcomes": outcomes,
        "is_mine": is_mine,
        "at_bank": lines_naming(batch) if is_mine else [],
        "failed_again": len(failed_and_free(batch)) if batch.failed_count else 0,
        "may_withdraw": is_mine and batch.waiting_count and not batch.downloads.exists(),
    }
    return render(request, "fund/out/batch.html", data, status=422 if form.errors else 200)


@only(pays)
@require_POST
def download(request, pk, form):
    """The file for the bank; taking it along is on record."""
    batch = _mine(request, pk)
    if form not in Download.Form.values:
        raise Http404
    content, name, media_type = file_of(batch, form=form)
    note_download(batch=batch, form=form, content=content, by=request.user, at=now())
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@only(pays)
@require_POST
def follow_up(request, pk):
    """Only what failed is taken up again."""
    batch = _mine(request, pk)
    try:
        again, left_out = collect_batch(
            fund=batch.fund,
            grants=failed_and_free(batch),
            by=request.user,
            at=now(),
            follows=batch,
        )
    except CannotCollect as refusal:
        messages.error(request, str(refusal))
        return redirect("fund:batch", pk=pk)
    _tell_left_out(request, left_out)
    return redirect("fund:batch", pk=again.pk)


@only(pays)
@require_POST
def withdraw(request, pk):
    """While nobody has the file, a batch can be undone."""
    batch, form = _mine(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the batch is withdrawn."))
        return redirect("fund:batch", pk=pk)
    try:
        withdraw_batch(batch=batch, why=form.cleaned_data["why"], by=request.user, at=now())
    except CannotWithdraw as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The batch is withdrawn; its grants can be paid again."))
    return redirect("fund:batch", pk=pk)


def _to(request, grants, fund):
    """The vendors' accounts that were chosen for grants instead of the resident's."""
    vendors = {str(vendor.pk): vendor for vendor in vendors_of(fund)}
    said = {grant.pk: request.POST.get(f"to-{grant.pk}") for grant in grants}
    return {pk: vendors[vendor] for pk, vendor in said.items() if vendor in vendors}


def _mine(request, pk):
    return get_object_or_404(batches_of(funds_of(request.user, Seat.Role.PAYS)), pk=pk)


def _pays_here(request, batch):
    return funds_of(request.user, Seat.Role.PAYS).filter(pk=batch.fund_id).exists()


def _taken(request, batch, form):
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        told = read_results(content)
    except CannotReadResults as refusal:
        form.add_error("file", str(refusal))
        return None
    return take_results(
        batch=batch, told=told, name=file.name, content=content, by=request.user, at=now()
    )


def _tell_left_out(request, left_out):
    for why in sorted({why for _grant, why in left_out}):
        count = sum(1 for _grant, other in left_out if other == why)
        words = ngettext(
            "%(n)s grant is not in it: %(why)s", "%(n)s grants are not in it: %(why)s", count
        )
        messages.warning(request, words % {"n": count, "why": why})


def _sentence(rows):
    rows = rows.order_by()
    count = rows.count()
    if not count:
        return ""
    waiting = rows.filter(waiting_count__gt=0).count()
    words = ngettext("%(n)s batch", "%(n)s batches", count) % {"n": count}
    if waiting:
        words += ngettext(
            ", %(n)s of them waits for the bank", ", %(n)s of them wait for the bank", waiting
        ) % {"n": waiting}
    return words + _(".")
