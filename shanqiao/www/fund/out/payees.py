"""Accounts to which a fund pays."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.paying.models import Payee
from shanqiao.apps.paying.payees import (
    CannotCheckPayee,
    CannotEnterPayee,
    check_payee,
    end_payee,
    enter_payee,
    show_payee,
)
from shanqiao.apps.record.clock import now
from shanqiao.stories.grants import grants_of
from shanqiao.stories.money_out import payees_of, payees_to_check, without_account
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from ..about import told_of
from ..door import has_a_seat, writes_accounts_down
from .filters import MissingFilter, PayeeFilter
from .forms import CheckForm, EndForm, PayeeForm, VendorForm
from .tables import MissingTable, PayeeTable, state_of

EMPTY = Empty(
    says=gettext_lazy(
        "No account is written down yet. A fund pays to an account once a second person has compared it with the paper."
    ),
    step=gettext_lazy("Grants without an account"),
    url_name="fund:payees-missing",
)
NONE_YET = Empty(says=EMPTY.says)  # for who writes none down
NOBODY = Empty(says=gettext_lazy("Every resident who waits for money has an account."))


@only(has_a_seat)
def browse(request):
    writes = writes_accounts_down(request.user)
    return listing(
        request,
        table=PayeeTable,
        filters=PayeeFilter,
        rows=payees_of(request.user),
        template="fund/out/payees.html",
        file_name="accounts",
        sentence=_sentence,
        empty=EMPTY if writes else NONE_YET,
        context={
            "tills": [*funds_of(request.user, Seat.Role.PROPOSES, Seat.Role.PAYS).order_by("pk")],
            "missing": writes and without_account(request.user).order_by().count(),
            "to_check": payees_to_check(request.user).order_by().count(),
        },
    )


@only(writes_accounts_down)
def missing(request):
    return listing(
        request,
        table=MissingTable,
        filters=MissingFilter,
        rows=without_account(request.user),
        template="fund/out/missing.html",
        file_name="without-account",
        empty=NOBODY,
    )


@only(writes_accounts_down)
def enter(request, grant):
    """Write down to which account the resident of a grant is paid."""
    mine = grants_of(request.user, Seat.Role.PROPOSES, Seat.Role.PAYS)
    grant = get_object_or_404(mine, pk=grant)
    form = PayeeForm(request.POST or None)
    if form.is_valid():
        try:
            enter_payee(
                fund=grant.purse.fund,
                resident=grant.need.resident,
                by=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except CannotEnterPayee as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The account is written down. Now somebody else compares it.")
            )
            return redirect("fund:payees")
    data = {"form": form, "told": told_of(grant)}
    return render(request, "fund/out/payee_new.html", data, status=422 if form.errors else 200)


@only(writes_accounts_down)
def enter_vendor(request, fund):
    """Write down the account of a hospital, school or shop that is paid for residents."""
    seats = funds_of(request.user, Seat.Role.PROPOSES, Seat.Role.PAYS)
    fund = get_object_or_404(seats, pk=fund)
    form = VendorForm(request.POST or None)
    if form.is_valid():
        try:
            enter_payee(
                fund=fund,
                whose=Payee.Whose.VENDOR,
                by=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except CannotEnterPayee as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The account is written down. Now somebody else compares it.")
            )
            return redirect("fund:payees")
    data = {"form": form, "fund": fund}
    return render(request, "fund/out/vendor_new.html", data, status=422 if form.errors else 200)


@only(has_a_seat)
def show(request, pk):
    """One account; its holder and number are shown to who compares them with the paper, and that is on record."""
    payee = get_object_or_404(payees_of(request.user), pk=pk)
    form, end = CheckForm(), EndForm()
    opened = False
    if request.method == "POST":
        match request.POST.get("do"):
            case "open":
                show_payee(payee=payee, by=request.user, at=now())
                opened = True
            case "check":
                form = CheckForm(request.POST)
                if form.is_valid() and _checked(request, payee, form):
                    return redirect("fund:payees")
            case _:
                end = EndForm(request.POST)
                if end.is_valid() and _ended(request, payee, end):
                    return redirect("fund:payees")
    look, word = state_of(payee)
    data = {
        "payee": payee,
        "look": look,
        "word": word,
        "opened": opened,
        "form": form,
        "end_form": end,
        "waits": not hasattr(payee, "check_said") and not hasattr(payee, "end"),
        "may_check": payees_to_check(request.user).filter(pk=pk).exists(),
        "may_end": not hasattr(payee, "end"),
    }
    wrong = form.errors or end.errors
    return render(request, "fund/out/payee.html", data, status=422 if wrong else 200)


def _checked(request, payee, form):
    said = form.cleaned_data
    try:
        check_payee(
            payee=payee,
            agrees=said["agrees"] == "yes",
            words=said["words"],
            by=request.user,
            at=now(),
        )
    except CannotCheckPayee as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Your answer is kept."))
    return True


def _ended(request, payee, form):
    try:
        end_payee(payee=payee, why=form.cleaned_data["end_why"], by=request.user, at=now())
    except CannotCheckPayee as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Nothing is paid to this account any more."))
    return True


def _sentence(rows):
    rows = rows.order_by()
    count = rows.count()
    if not count:
        return ""
    waits = rows.filter(check_said=None, end=None).count()
    words = ngettext("%(n)s account", "%(n)s accounts", count) % {"n": count}
    if waits:
        words += ngettext(
            ", %(n)s of them waits for a second person",
            ", %(n)s of them wait for a second person",
            waits,
        ) % {"n": waits}
    return words + _(".")
