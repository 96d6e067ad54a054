from django.urls import path

from . import accounts, balance, choosing, lines, page, reconcile, statements

urlpatterns = [
    path("bank/", statements.browse, name="statements"),
    path("bank/hand-in/", statements.hand_in, name="statement-hand-in"),
    path("bank/accounts/", accounts.browse, name="bank-accounts"),
    path("bank/accounts/enter/", accounts.enter, name="bank-account-enter"),
    path("bank/accounts/<int:pk>/", accounts.show, name="bank-account"),
    path("bank/lines/", lines.browse, name="bank-lines"),
    path("bank/reconcile/", reconcile.lines, name="reconcile"),
    path("bank/reconcile/books/", reconcile.postings, name="reconcile-books"),
    path("bank/reconcile/matched/", reconcile.matched, name="reconcile-matched"),
    path("bank/reconcile/balance/", balance.show, name="reconcile-balance"),
    path("bank/reconcile/match/", reconcile.match, name="reconcile-match"),
    path("bank/reconcile/<int:pk>/", choosing.by_line, name="reconcile-line"),
    path("bank/reconcile/books/<int:pk>/", choosing.by_posting, name="reconcile-movement"),
    path("bank/reconcile/matched/<int:pk>/", reconcile.back, name="match-back"),
    path("bank/<int:pk>/", page.show, name="statement"),
    path("bank/<int:pk>/act/", page.act, name="statement-act"),
    path("bank/<int:pk>/remarks/", page.remarks, name="statement-remarks"),
]
