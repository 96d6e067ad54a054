"""The kinds of need, and the unit each is counted in. A gap in one kind is met only by help of that kind."""

from typing import assert_never

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    FEN = "fen", _("yuan")  # counted in fen, told in yuan
    MEAL = "meal", _("meals")
    HOUR = "hour", _("hours")
    VISIT = "visit", _("visits")
    PIECE = "piece", _("pieces")


class Kind(models.TextChoices):
    CASH_MEDICAL = "cash_medical", _("medical costs")
    CASH_LIVING = "cash_living", _("living costs")
    CASH_EDUCATION = "cash_education", _("schooling")
    MEAL = "meal", pgettext_lazy("kind of need", "meals")
    CARE_HOUR = "care_hour", _("care at home")
    GOODS = "goods", _("goods")
    COUNSELLING = "counselling", _("counselling")
    VISIT = "visit", pgettext_lazy("kind of need", "visits")


def unit_of(kind):
    """The unit in which needs of ``kind`` are counted."""
    match Kind(kind):
        case Kind.CASH_MEDICAL | Kind.CASH_LIVING | Kind.CASH_EDUCATION:
            return Unit.FEN
        case Kind.MEAL:
            return Unit.MEAL
        case Kind.CARE_HOUR | Kind.COUNSELLING:
            return Unit.HOUR
        case Kind.VISIT:
            return Unit.VISIT
        case Kind.GOODS:
            return Unit.PIECE
        case other:
            assert_never(other)


def is_cash(kind):
    """Is a need of ``kind`` met with money?"""
    return unit_of(kind) == Unit.FEN
