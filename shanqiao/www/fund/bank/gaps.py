"""Where the balance of an account does not follow from statement to statement, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.www.parts.words import day, money


def gap_in_words(account, *, after, before, places, left, begins, missing, closing=False):
    """What does not follow, and by how much; see `shanqiao.apps.bank.gaps.Gap`."""
    said = {
        "n": places,
        "after": day(_day(after)),
        "before": day(_day(before)),
        "left": money(left, account),
        "begins": money(begins, account),
        "missing": money(missing, account),
    }
    if closing:
        words = _(
            "The lines up to %(before)s lead to %(left)s, but the statement says %(begins)s: %(missing)s is missing since %(after)s."
        )
        return words % said
    if _day(before) <= _day(after):
        words = ngettext(
            "On %(after)s the balance does not follow in %(n)s place: %(missing)s is missing.",
            "On %(after)s the balance does not follow in %(n)s places: %(missing)s is missing in all.",
            places,
        )
        return words % said
    if places > 1:
        words = _(
            "From %(after)s to %(before)s the balance does not follow in %(n)s places: %(missing)s is missing in all."
        )
        return words % said
    words = _(
        "%(after)s ends with %(left)s, and %(before)s begins with %(begins)s: lines that come to %(missing)s are missing in between."
    )
    return words % said


def _day(told):
    return date.fromisoformat(told) if isinstance(told, str) else told
