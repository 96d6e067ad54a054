from shanqiao.apps.funds.queries import seats_of


def has_a_seat(person):
    """Only people with a seat at a fund may open this page."""
    return bool(seats_of(person))
