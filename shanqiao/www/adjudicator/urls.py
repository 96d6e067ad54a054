from django.urls import path

from . import bulk, findings, history, merging, pairs, queue, today

app_name = "adjudicator"

urlpatterns = [
    path("", today.today, name="today"),
    path("pairs/", queue.browse, name="queue"),
    path("pairs/next/", pairs.next_one, name="next"),
    path("pairs/distinct/", bulk.distinct, name="bulk-distinct"),
    path("pairs/<int:pk>/", pairs.page, name="pair"),
    path("pairs/<int:pk>/same/", merging.same, name="same"),
    path("pairs/<int:pk>/distinct/", pairs.distinct, name="distinct"),
    path("pairs/<int:pk>/ask/", pairs.ask, name="ask"),
    path("pairs/<int:pk>/again/", history.again, name="again"),
    path("decisions/<int:pk>/second/", merging.second_word, name="second-word"),
    path("merges/<int:pk>/undo/", history.undo, name="undo"),
    path("second/", queue.second, name="second"),
    path("history/", history.browse, name="history"),
    path("findings/", findings.browse, name="findings"),
    path("findings/<int:pk>/", findings.page, name="finding"),
]
