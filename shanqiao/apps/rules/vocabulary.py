"""The vocabulary of rules in this city: residents, the places there are, and the parameters with their values of a day."""

from shanqiao.apps.places.models import District, Street
from shanqiao.engines.eligibility import RESIDENT, Term, Words, parse

from .models import Parameter, ParameterValue

_UNITS = {
    Parameter.Unit.FEN: Words("分/月", "fen a month"),
    Parameter.Unit.PERCENT: Words("%", "per cent"),
    Parameter.Unit.YEARS: Words("周岁", "years"),
    Parameter.Unit.PEOPLE: Words("人", "people"),
    Parameter.Unit.POINTS: Words("分", "points"),
    Parameter.Unit.DAY: Words("", ""),
}


def vocabulary():
    """The names a rule may use today: the facts of a resident, with the places there are, and all parameters."""
    places = {
        "district": _named(District.objects.order_by("code")),
        "street": _named(Street.objects.order_by("code")),
    }
    parameters = {
        row.code: Term(
            type="day" if row.unit == Parameter.Unit.DAY else "whole",
            words=Words(row.name, row.name_en),
            unit=_UNITS[row.unit],
        )
        for row in Parameter.objects.order_by("code")
    }
    return RESIDENT.with_values(places).with_parameters(parameters)


def parameters_on(day):
    """{name: value} of the parameters that have one on that day."""
    rows = ParameterValue.objects.in_force(on=day).select_related("parameter")
    return {row.parameter.code: row.value for row in rows}


def read_rule(text):
    """The expression of a rule, its parameters not bound.

    Raises:
        CannotReadExpression: with position and reason.
    """
    return parse(text, vocabulary())


def read_on(text, day):
    """The expression of a rule with the parameters of a day.

    Raises:
        CannotReadExpression: with position and reason.
        LacksParameter: a parameter has no value on that day.
    """
    return read_rule(text).bind(parameters_on(day))


def _named(places):
    return tuple((place.code, Words(place.name, place.name_en)) for place in places)
