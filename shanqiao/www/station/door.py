from shanqiao.apps.people.queries import station_of


def works_at_a_station(person):
    """Only social workers of a station may open this page."""
    return station_of(person) is not None
