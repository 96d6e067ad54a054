from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import seats_of


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


def takes_gifts(person):
    """Only the handler or the cashier of a fund writes down what is given to it."""
    return proposes(person) or pays(person)


def _holds(person, role):
    return any(seat.role == role for seat in seats_of(person))
