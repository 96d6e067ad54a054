"""How a fund is governed: its committee, motions, purposes and spending."""

from django.urls import path

from . import committees, management, motions, purpose_changes, purpose_steps, raising, spending

urlpatterns = [
    path("governance/", committees.home, name="governance"),
    path("governance/funds/<int:pk>/", committees.show, name="committee"),
    path("governance/funds/<int:pk>/appoint/", committees.appoint, name="member-new"),
    path("governance/members/<int:pk>/end/", committees.end, name="member-end"),
    path("governance/funds/<int:pk>/interest/", committees.interest, name="interest-new"),
    path("governance/funds/<int:pk>/rules/", committees.rules, name="rules-new"),
    path("governance/motions/", motions.browse, name="motions"),
    path("governance/funds/<int:pk>/motion/", motions.put, name="motion-new"),
    path("governance/motions/<int:pk>/", motions.show, name="motion"),
    path("governance/motions/<int:pk>/answer/", motions.answer, name="motion-answer"),
    path("governance/motions/<int:pk>/count/", motions.close, name="motion-close"),
    path("governance/motions/<int:pk>/move/", motions.move, name="surplus-move"),
    path("governance/purposes/<int:pk>/", purpose_changes.purse, name="purpose"),
    path("governance/purposes/<int:pk>/change/", purpose_changes.propose, name="change-new"),
    path("governance/purposes/<int:pk>/surplus/", purpose_changes.surplus, name="surplus-new"),
    path("governance/changes/<int:pk>/", purpose_steps.show, name="change"),
    path("governance/changes/<int:pk>/<slug:step>/", purpose_steps.add, name="change-add"),
    path("governance/objections/<int:pk>/answer/", purpose_steps.reply, name="objection-answer"),
    path("governance/spending/", spending.browse, name="spending"),
    path("governance/spending/<int:pk>/", spending.write, name="spending-write"),
    path("governance/spending/<int:pk>/cost/", spending.book, name="management-new"),
    path("governance/management/", management.browse, name="management-costs"),
    path("governance/management/<int:pk>/back/", management.back, name="management-back"),
    path("governance/raising/", raising.browse, name="raising-costs"),
    path("governance/raising/<int:pk>/cost/", raising.book, name="raising-new"),
    path("governance/raising/<int:pk>/back/", raising.back, name="raising-back"),
]
