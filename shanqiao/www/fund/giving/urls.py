from django.urls import path

from . import boxes, gifts

urlpatterns = [
    path("gifts/", gifts.browse, name="gifts"),
    path("gifts/new/", gifts.new, name="gift-new"),
    path("gifts/<int:pk>/", gifts.show, name="gift"),
    path("givers/", gifts.donors, name="donors"),
    path("givers/<int:pk>/", gifts.donor, name="donor"),
    path("boxes/", boxes.browse, name="boxes"),
    path("boxes/points/new/", boxes.new_point, name="point-new"),
    path("boxes/<int:pk>/", boxes.show, name="box"),
    path("boxes/<int:pk>/seal/", boxes.seal, name="box-seal"),
    path("boxes/<int:pk>/open/", boxes.open_up, name="box-open"),
    path("boxes/<int:pk>/count/", boxes.count, name="box-count"),
    path("boxes/<int:pk>/pay-in/", boxes.pay_in, name="box-pay-in"),
]
