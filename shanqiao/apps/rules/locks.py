"""What is held while something about a rule is written."""

from .models import Rule


def hold_rule(rule):
    """Whoever changes what is in force of a rule holds the rule first, so they come one after the other.

    Args:
        rule: its identity.
    """
    Rule.objects.select_for_update(no_key=True).get(pk=rule)
