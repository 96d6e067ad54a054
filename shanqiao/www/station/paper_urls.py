"""Forms on paper: empty ones, and those that were filled in."""

from django.urls import path

from . import papers, papers_filled

urlpatterns = [
    path("papers/", papers.browse, name="papers"),
    path("papers/<slug:code>/", papers.empty, name="paper"),
    path("papers/sheets/<slug:code>/<str:version>/", papers.instrument, name="paper-sheet"),
    path("needs/<int:pk>/paper/", papers_filled.need_paper, name="need-paper"),
    path("referrals/<int:pk>/paper/", papers_filled.referral_paper, name="referral-paper"),
    path("cases/<int:pk>/papers/", papers_filled.of_case, name="case-papers"),
    path("cases/<int:pk>/papers/before/", papers_filled.before_paper, name="case-before"),
    path(
        "cases/<int:pk>/papers/<slug:code>/<int:row>/",
        papers_filled.case_paper,
        name="case-paper",
    ),
    path("supervision/<int:pk>/paper/", papers_filled.talk_paper, name="supervision-paper"),
    path(
        "groups/<int:pk>/meetings/<int:session>/paper/",
        papers_filled.group_paper,
        name="group-paper",
    ),
    path(
        "residents/<int:pk>/consents/<int:word>/paper/",
        papers_filled.consent_paper,
        name="resident-consent-paper",
    ),
]
