from django.utils.translation import gettext_lazy as _

# each way to help: its name, and what is simulated
METHODS = {
    "each_alone": (
        _("Each alone"),
        _(
            "Each need applies to three purses that would serve it (three is our assumption; lots are drawn from"
            " identities). Each purse gives what is missed, first come first served, not knowing what others gave."
        ),
    ),
    "shared_ledger": (
        _("Each alone, one shared ledger"),
        _("The same, but each purse sees what others gave and gives only the rest."),
    ),
    "one_queue": (
        _("First come, first served"),
        _(
            "All needs stand in one queue by the day they begin, and each takes from any purse that fits, the nearest"
            " first. Gravity does not count."
        ),
    ),
    "greedy": (
        _("In order, one by one"),
        _(
            "Needs take in the order of the plan, but nobody is moved to another purse for the sake of those who come later."
        ),
    ),
    "plan": (_("This plan"), _("Not simulated: this very plan, the measure of the others.")),
}


def worth_told(plan):
    """What `PlanWorth` says of a plan, for people, money first; None while it is being worked out."""
    worth = getattr(plan, "worth", None)
    if worth is None:
        return None
    return [_told(row) for row in sorted(worth.rows, key=lambda row: not row["is_cash"])]


def _told(row):
    name, says = METHODS[row["method"]]
    return {
        "name": name,
        "says": says,
        "help": _("money") if row["is_cash"] else _("in kind"),
        "value": "–" if row["of_plan"] is None else _percent(row["of_plan"]),
        "basic": row["people_with_basic_share"],
        "people": row["people"],
        "duplicates": _percent(row["duplicates_share"]),
        "unspent": _percent(row["left_share"]),
    }


def _percent(share):
    return f"{share:.1%}"
