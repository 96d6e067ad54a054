from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.bank.actions import CannotOpenAccount, open_account
from shanqiao.apps.bank.gaps import gaps_of
from shanqiao.apps.bank.queries import accounts_of, bears_balances
from shanqiao.apps.record.clock import now
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
    )


@only(keeps_accounts)
def show(request, pk):
    """One account: whether its balance follows from statement to statement."""
    account = get_object_or_404(accounts_of(hosts_of(request.user)), pk=pk)
    context = {
        "account": account,
        "gaps": [_told(account, gap) for gap in gaps_of([pk])[pk]],
        "has_balances": bears_balances(account),
    }
    return render(request, "fund/bank/account.html", context)


@only(keeps_accounts)
def enter(request):
    hosts = hosts_of(request.user)
    form = AccountForm(request.POST or None, hosts=hosts)
    if form.is_valid():
        try:
            account = open_account(**form.cleaned_data, by=request.user, at=now())
        except CannotOpenAccount as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(account)s is entered. Its statements can be handed in now.")
            messages.success(request, words % {"account": account})
            return redirect("fund:bank-accounts")
    status = 422 if form.errors else 200
    return render(request, "fund/bank/enter.html", {"form": form}, status=status)


def _told(account, gap):
    words = {name: value for name, value in vars(gap).items() if name != "account"}
    days = sorted([gap.after, gap.before])
    return {"words": gap_in_words(account, **words), "first": days[0], "last": days[1]}


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s account.", "%(n)s accounts.", count) % {"n": count} if count else ""
