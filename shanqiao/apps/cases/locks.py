"""Who waits for whom in a case."""

from .models import Appointment, Spell

# Note [Spell before appointment]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# An appointment ends once: it takes place, is called off, or passes to another worker. Whoever ends one holds its row. A
# contact takes its spell first and its appointment second, in the table; closing, a handover and letting a colleague go do
# the same, so that they can queue but never wait for each other in a ring. Whoever makes an appointment holds the spell too,
# and asks then whether it is for somebody who works on the case, so that nobody keeps one in a case that was just theirs.


def hold_spell(case):
    """The latest spell of a case, held until the end of the transaction. See Note [Spell before appointment]."""
    spells = Spell.objects.select_for_update(no_key=True).filter(case=case)
    return spells.order_by("-nth").first()


def hold_ahead(appointments):
    """Those of ``appointments`` that are ahead, held until the end of the transaction, so that nobody else ends them."""
    rows = appointments.order_by("pk").select_for_update(no_key=True)
    held = list(rows.values_list("pk", flat=True))
    return Appointment.objects.ahead().filter(pk__in=held).order_by("pk")
