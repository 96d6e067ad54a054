from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.bank.actions import CannotOpenAccount, open_account
from shanqiao.apps.bank.gaps import gaps_of
from shanqiao.apps.bank.queries import accounts_of, bears_balances
from shanqiao.apps.record.clock import now
from shanqiao.stories.money_at_banks import (
    bank_account_of,
    funds_paying_from,
    paid_from,
    paying_without_statements,
)
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .filters import AccountFilter
from .forms import AccountForm
from .gaps import gap_in_words
from .hosts import hosts_of
from .tables import AccountTable


@only(keeps_accounts)
def browse(request):
    return listing(
        request,
        table=AccountTable,
        filters=AccountFilter,
        rows=accounts_of(hosts_of(request.user)),
        template="fund/bank/accounts.html",
        file_name="accounts",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Enter the accounts of your charity at banks and platforms, so that their statements can be handed in."
            ),
            step=_("Enter an account"),
            url_name="fund:bank-account-enter",
        ),
        context={"without": paying_without_statements(request.user)},
    )


@only(keeps_accounts)
def show(request, pk):
    """One account: whether its balance follows from statement to statement."""
    account = get_object_or_404(accounts_of(hosts_of(request.user)), pk=pk)
    paying, funds = funds_paying_from(account, request.user)
    context = {
        "account": account,
        "gaps": [_told(account, gap) for gap in gaps_of([pk])[pk]],
        "has_balances": bears_balances(account),
        "paying": paying,
        "funds": funds if account.token and account.currency == "CNY" else [],
    }
    return render(request, "fund/bank/account.html", context)


@only(keeps_accounts)
def enter(request):
    hosts = hosts_of(request.user)
    known = _named(request)
    form = AccountForm(request.POST or None, hosts=hosts, known=known)
    if form.is_valid():
        said = {"host": known.fund.host, "number": known.number} if known else {}
        try:
            account = open_account(**form.cleaned_data, **said, by=request.user, at=now())
        except CannotOpenAccount as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(account)s is entered. Its statements can be handed in now.")
            messages.success(request, words % {"account": account})
            return redirect("fund:bank-accounts")
    status = 422 if form.errors else 200
    context = {"form": form, "known": known}
    return render(request, "fund/bank/enter.html", context, status=status)


def _named(request):
    """The account a fund pays from that ?paying=… names; its statements are to be handed in too."""
    sought = request.GET.get("paying")
    if not sought:
        return None
    found = [p for p in paid_from(request.user) if str(p.pk) == sought]
    if not found or bank_account_of(found[0]):
        raise Http404
    return found[0]


def _told(account, gap):
    words = {name: value for name, value in vars(gap).items() if name != "account"}
    days = sorted([gap.after, gap.before])
    return {"words": gap_in_words(account, **words), "first": days[0], "last": days[1]}


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s account.", "%(n)s accounts.", count) % {"n": count} if count else ""
