from django.utils.timezone import localdate

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import seats_of
from shanqiao.apps.governing.queries import committees_of
from shanqiao.apps.record.clock import now


def has_a_seat(person):
    """Only people with a seat at a fund may open this page."""
    return bool(seats_of(person))


def proposes(person):
    """Only the handler of a fund asks for a new plan."""
    return _holds(person, Seat.Role.PROPOSES)


def decides(person):
    """Only the fund manager of a fund decides about its proposals and grants."""
    return _holds(person, Seat.Role.DECIDES)


def pays(person):
    """Only the cashier of a fund pays its grants."""
    return _holds(person, Seat.Role.PAYS)


def writes_accounts_down(person):
    """Only the handler or the cashier of a fund writes accounts down."""
    return proposes(person) or pays(person)


def takes_gifts(person):
    """Only the handler or the cashier of a fund writes down what is given to it."""
    return proposes(person) or pays(person)


def governs(person):
    """Only people with a seat at a fund, or on the committee of one, may open this page."""
    return has_a_seat(person) or committees_of(person, on=localdate(now())).exists()


def runs_a_fund(person):
    """Only the handler and the manager of a fund write down how it is governed."""
    return proposes(person) or decides(person)


def keeps_accounts(person):
    """Only the cashier of a fund opens the bank accounts of its charity."""
    return _holds(person, Seat.Role.PAYS)


def _holds(person, role):
    return any(seat.role == role for seat in seats_of(person))
