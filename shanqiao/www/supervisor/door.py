from shanqiao.apps.people.queries import supervises


def checks_the_city(person):
    """Only supervisors of the city may open this page."""
    return supervises(person)
