from shanqiao.apps.people.queries import adjudicates


def decides_about_records(person):
    """Only adjudicators, who decide whether two records are one person, may open this page."""
    return adjudicates(person) is not None
