from shanqiao.apps.people.queries import keeps_rules, supervises


def keeps_the_rules(person):
    """Only rule keepers of the city may open this page."""
    return keeps_rules(person)


def reads_the_rules(person):
    """Only rule keepers and supervisors of the city may open this page."""
    return keeps_rules(person) or supervises(person)
