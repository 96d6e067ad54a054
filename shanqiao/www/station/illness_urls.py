"""Serious-illness aid and the papers of a need."""

from django.urls import path

from . import consulting, illness, need_papers

urlpatterns = [
    path("needs/<int:pk>/illness/", illness.page, name="illness"),
    path("needs/<int:pk>/illness/questions/", consulting.questions, name="illness-questions"),
    path(
        "needs/<int:pk>/illness/questions/<slug:key>/",
        consulting.questions,
        name="illness-questions",
    ),
    path(
        "needs/<int:pk>/illness/questions/<slug:key>/paper/",
        consulting.on_paper,
        name="illness-questions-paper",
    ),
    path("needs/<int:pk>/illness/bills/new/", illness.bill_new, name="illness-bill-new"),
    path("needs/<int:pk>/illness/bills/<int:bill>/", illness.bill_sheet, name="illness-bill"),
    path(
        "needs/<int:pk>/illness/bills/<int:bill>/strike/",
        illness.bill_strike,
        name="illness-bill-strike",
    ),
    path(
        "needs/<int:pk>/illness/bills/<int:bill>/payers/<int:layer>/",
        illness.payer,
        name="illness-payer",
    ),
    path("needs/<int:pk>/illness/claims/<int:claim>/", illness.claim, name="illness-claim"),
    path("needs/<int:pk>/papers/", need_papers.browse, name="need-documents"),
    path("needs/<int:pk>/papers/<slug:code>/new/", need_papers.hand_in, name="need-document-new"),
    path("needs/<int:pk>/papers/<int:paper>/", need_papers.sheet, name="need-document"),
    path(
        "needs/<int:pk>/papers/<int:paper>/back/", need_papers.take_back, name="need-document-back"
    ),
]
