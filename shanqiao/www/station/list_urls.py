"""Lists that a station takes in: of residents, and of cases and contacts of before."""

from django.urls import path

from . import list_rows, lists, old_list_rows, old_lists

urlpatterns = [
    path("lists/", lists.browse, name="lists"),
    path("lists/template/", lists.template, name="list-template"),
    path("lists/<int:pk>/", lists.page, name="list"),
    path("lists/<int:pk>/columns/", lists.columns, name="list-columns"),
    path("lists/<int:pk>/act/", lists.act, name="list-act"),
    path("lists/<int:pk>/rows/", list_rows.rows, name="list-rows"),
    path("lists/<int:pk>/asking/", list_rows.asking, name="list-asking"),
    path("lists/of/<slug:kind>/", old_lists.hand_in, name="list-earlier-new"),
    path("lists/of/<slug:kind>/empty/", old_lists.empty, name="list-earlier-empty"),
    path("lists/earlier/<int:pk>/", old_lists.page, name="list-earlier"),
    path("lists/earlier/<int:pk>/columns/", old_lists.columns, name="list-earlier-columns"),
    path("lists/earlier/<int:pk>/act/", old_lists.act, name="list-earlier-act"),
    path("lists/earlier/<int:pk>/rows/", old_list_rows.rows, name="list-earlier-rows"),
]
