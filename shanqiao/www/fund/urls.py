from django.urls import include, path

from . import (
    accounts,
    approving,
    asking,
    balance,
    big_use,
    declining,
    governing_urls,
    grants,
    inquiries,
    pausing,
    paying,
    plans,
    proposals,
    releasing,
    today,
    trusts,
    trying,
)
from .aid.urls import urlpatterns as aid
from .bank.urls import urlpatterns as bank
from .giving.urls import urlpatterns as giving
from .holdings.urls import urlpatterns as holdings
from .out.urls import urlpatterns as money_out
from .receipts.urls import urlpatterns as receipts

app_name = "fund"

urlpatterns = [
    *governing_urls.urlpatterns,
    path("", today.today, name="today"),
    path("proposals/", proposals.browse, name="proposals"),
    path("proposals/<int:pk>/", proposals.show, name="proposal"),
    path("proposals/approve/", approving.approve, name="approve"),
    path("proposals/approved/", approving.approved, name="approved"),
    path("proposals/decline/", declining.decline, name="decline"),
    path("proposals/<int:pk>/ask/", asking.ask, name="proposal-ask"),
    path("proposals/<int:pk>/decision/", big_use.name, name="proposal-decision"),
    path("proposals/<int:pk>/withdraw/", asking.withdraw, name="proposal-withdraw"),
    path("grants/", grants.browse, name="grants"),
    path("grants/<int:pk>/", grants.show, name="grant"),
    path("grants/<int:pk>/payers.csv", grants.payers, name="grant-payers"),
    path("grants/<int:pk>/top-up/", asking.top_up, name="top-up"),
    path("grants/take-back/", releasing.release, name="release"),
    path("grants/pay/", paying.pay, name="pay"),
    path("balance/", balance.browse, name="balance"),
    path("balance/movements/", balance.postings, name="postings"),
    path("balance/<int:pk>/", balance.show, name="purse"),
    path("balance/<int:pk>/pause/", pausing.pause, name="purse-pause"),
    path("balance/<int:pk>/take-part/", pausing.end, name="purse-end-pause"),
    path("balance/<int:pk>/try/", trying.ask, name="purse-try"),
    path("balance/trials/<int:pk>/", trying.answer, name="trial"),
    path("accounts/", accounts.browse, name="accounts"),
    path("accounts/<int:pk>/", accounts.show, name="accounts-of"),
    *holdings,
    *aid,
    path("trusts/", trusts.browse, name="trusts"),
    path("trusts/new/", trusts.new, name="trust-new"),
    path("trusts/<int:pk>/", trusts.show, name="trust"),
    path("trusts/<int:pk>/act/", trusts.act, name="trust-act"),
    *giving,
    *receipts,
    *bank,
    path("inquiries/", inquiries.browse, name="inquiries"),
    path("plans/", plans.browse, name="plans"),
    path("plans/ask/", plans.ask, name="plan-ask"),
    path("plans/requests/<int:pk>/", plans.progress, name="plan-request"),
    path("plans/<int:pk>/", plans.show, name="plan"),
    path("plans/<int:pk>/replay/", plans.replay, name="plan-replay"),
    path("out/", include(money_out)),
]
