"""Rows that stay."""

import pgtrigger

from shanqiao.apps.record.models import append_only


def kept(*fields):
    """Triggers under which a row stays, and these fields of it as they are."""
    emptied = [trigger for trigger in append_only() if trigger.name == "is_not_emptied"]
    return [
        pgtrigger.Protect(name="is_not_removed", operation=pgtrigger.Delete),
        pgtrigger.ReadOnly(name="stays_as_written", fields=fields),
        *emptied,
    ]
