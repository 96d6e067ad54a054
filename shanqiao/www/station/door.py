from shanqiao.apps.people.queries import station_of, supervises_station


def works_at_a_station(person):
    """Only those who work at a social work station may open this page."""
    return station_of(person) is not None


def guides_a_station(person):
    """Only the supervisor of a station may open this page."""
    return supervises_station(person) is not None


def holds_the_address(person):
    """Whoever holds the secret address may open this page; nothing in it names anybody."""
    return True
