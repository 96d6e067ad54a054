"""Statements of banks that were handed in, and the way to hand one in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.bank.actions import CannotTakeStatement, hand_in_statement
from shanqiao.apps.bank.queries import accounts_of, statements_of
from shanqiao.apps.record.clock import now
from shanqiao.feeds.bank_statements import CannotReadStatement, look_into
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import in_words

from .facts import READ, hand_to_the_worker
from .filters import StatementFilter
from .forms import HandInForm
from .hosts import hosts_of
from .tables import StatementTable


@only(keeps_accounts)
def browse(request):
    return listing(
        request,
        table=StatementTable,
        filters=StatementFilter,
        rows=statements_of(hosts_of(request.user)),
        template="fund/bank/browse.html",
        file_name="statements",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "The statements of your bank prove what your books say. Hand in the first; each line is there once, however often it comes."
            ),
            step=_("Hand in a statement"),
            url_name="fund:statement-hand-in",
        ),
    )


@only(keeps_accounts)
def hand_in(request):
    accounts = accounts_of(hosts_of(request.user))
    form = HandInForm(request.POST or None, request.FILES or None, accounts=accounts)
    if form.is_valid() and (handed_in := _handed_in(request, form)):
        return handed_in
    status = 422 if form.errors else 200
    context = {"form": form, "accounts": accounts}
    return render(request, "fund/bank/hand_in.html", context, status=status)


def _handed_in(request, form):
    """To the page of the statement; None where the file cannot be used."""
    file, account = form.cleaned_data["file"], form.cleaned_data["account"]
    content = file.read()
    host = account.host if account else hosts_of(request.user).first()
    try:
        seen = look_into(content, file.name)
        new, is_new = hand_in_statement(
            host=host,
            name=file.name,
            content=content,
            form=seen.form,
            account=account,
            day_first=form.cleaned_data["days"],
            by=request.user,
            at=now(),
        )
    except CannotReadStatement as refusal:
        form.add_error("file", in_words(refusal.said))
        return None
    except CannotTakeStatement as refusal:
        form.add_error("file", str(refusal))
        return None
    if is_new:
        hand_to_the_worker(READ, new)
    else:
        messages.info(request, _("This file was handed in already. Here it is."))
    return redirect("fund:statement", pk=new.pk)


def _sentence(rows):
    waiting = rows.order_by().filter(taken_at=None, given_up_at=None).count()
    count = rows.order_by().count()
    if not count:
        return ""
    told = ngettext("%(n)s statement", "%(n)s statements", count) % {"n": count}
    if not waiting:
        return _("%(statements)s, all of them dealt with.") % {"statements": told}
    return _("%(statements)s, %(n)s of them waiting for you.") % {"statements": told, "n": waiting}
