from django.urls import path

from . import (
    arrived,
    books,
    city,
    events,
    gift,
    needs,
    notices,
    pages,
    programmes,
    referral,
    statements,
    verify,
)  # fmt: skip

app_name = "public"

urlpatterns = [
    path("", city.city, name="city"),
    path("needs/", needs.waiting, name="needs"),
    path("statements/", statements.browse, name="statements"),
    path("statements/<int:pk>/", statements.page, name="statement"),
    path("statements/<int:pk>.json", statements.as_json, name="statement-json"),
    path("statements/<int:pk>.csv", statements.as_csv, name="statement-csv"),
    path("arrived/", arrived.browse, name="arrived"),
    path("verify/", verify.page, name="verify"),
    path("gift/", gift.find, name="gift-find"),
    path("gift/found/", gift.page, name="gift"),
    path("gift/found/proof.json", gift.proof, name="gift-proof"),
    path("books/", books.browse, name="books"),
    path("books/blocks.json", books.as_json, name="books-json"),
    path("events/", events.browse, name="events"),
    path("notices/", notices.browse, name="notices"),
    path("notices/<int:pk>/", notices.page, name="notice"),
    path("programmes/", programmes.browse, name="programmes"),
    path("referral/<str:token>/", referral.answer, name="referral"),
    path("how/", pages.how, name="how"),
    path("about/", pages.about, name="about"),
]
