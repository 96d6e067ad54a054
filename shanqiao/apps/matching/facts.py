"""Rows as the engine takes them, and as conditions ask about them; nothing that names anybody."""

from shanqiao.apps.residents.queries import age_on


def key(pk):
    """The name of a row in the engine: as text in the order of the numbers."""
    return f"{pk:012d}"


def facts_of_need(need, assessed, *, day, granted=0):
    """A need as the engine takes it.

    Args:
        assessed: what carries needed, elsewhere, severity and urgency: its latest assessment.
    """
    return {
        **facts_of_resident(need.resident, day=day),
        "person": key(getattr(need, "person", need.resident_id)),
        "need": key(need.pk),
        "kind": need.kind,
        "item": need.item,
        "quantity": assessed.needed,
        "covered": assessed.elsewhere + granted,
        "severity": assessed.severity,
        "urgency": assessed.urgency,
        "open_on": need.open_on,
        "due_on": need.due_on,
    }


def facts_of_resident(resident, *, day):
    """What conditions may ask about a resident; nothing that names them."""
    return {
        "person": key(resident.pk),
        "street": resident.street_id,
        "age": age_on(resident.born_on, day=day),
        "disability": resident.disability,
        "hardship": resident.hardship,
        "illness": resident.illness or None,
        "local": resident.local,
    }
