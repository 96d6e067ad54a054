"""Money out: approvals, accounts, batches, what came back, follow-up calls."""

from django.urls import path

from . import approvals, asked_back, bands, batches, pay_from, payees, returns, samples

urlpatterns = [
    path("approvals/", approvals.browse, name="approvals"),
    path("approvals/approve/", approvals.approve, name="approve-further"),
    path("approvals/bands/", bands.browse, name="bands"),
    path("approvals/bands/<int:pk>/", bands.change, name="bands-change"),
    path("accounts/", payees.browse, name="payees"),
    path("accounts/missing/", payees.missing, name="payees-missing"),
    path("accounts/new/<int:grant>/", payees.enter, name="payee-new"),
    path("accounts/vendor/<int:fund>/", payees.enter_vendor, name="vendor-new"),
    path("accounts/<int:pk>/", payees.show, name="payee"),
    path("batches/", batches.browse, name="batches"),
    path("batches/new/<int:fund>/", batches.collect, name="batch-new"),
    path("batches/from/<int:fund>/", pay_from.choose, name="pay-from"),
    path("batches/<int:pk>/", batches.show, name="batch"),
    path("batches/<int:pk>/file/<str:form>/", batches.download, name="batch-file"),
    path("batches/<int:pk>/follow-up/", batches.follow_up, name="batch-follow-up"),
    path("batches/<int:pk>/withdraw/", batches.withdraw, name="batch-withdraw"),
    path("grants/<int:pk>/came-back/", returns.write_down, name="return"),
    path("asked-back/", asked_back.browse, name="asked-back"),
    path("asked-back/<int:pk>/waive/", asked_back.waive_it, name="asked-back-waive"),
    path("follow-up-calls/", samples.browse, name="samples"),
    path("follow-up-calls/<int:pk>/", samples.show, name="sample"),
    path("follow-up-calls/answer/<int:pk>/", samples.answer, name="sample-answer"),
]
