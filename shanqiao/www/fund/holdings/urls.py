from django.urls import path

from . import links, views

urlpatterns = [
    path("holdings/", views.browse, name="holdings"),
    path("holdings/new/", views.accept, name="holding-new"),
    path("holdings/invest/", views.invest, name="holding-invest"),
    path("holdings/<int:pk>/", views.show, name="holding"),
    path("holdings/<int:pk>/act/", views.act, name="holding-act"),
    path("holdings/links/", links.browse, name="links"),
    path("holdings/links/new/", links.new, name="link-new"),
    path("holdings/links/<int:pk>/", links.show, name="link"),
]
