"""What this desk says about a need and a resident: enough to decide, too little to recognise."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.queries import age_on
from shanqiao.stories.grants import State
from shanqiao.stories.proposals import band_of
from shanqiao.stories.pseudonyms import code_of

LOOKS = {  # what somebody still has to do stands out; light colours whose letters can be read
    State.APPROVALS: "bg-orange-lt",
    State.APPROVED: "bg-orange-lt",
    State.ON_ITS_WAY: "bg-blue-lt",
    State.PAID: "bg-blue-lt",
    State.CONFIRMED: "bg-secondary-lt",
    State.MISSING: "bg-red-lt",
    State.BACK: "bg-secondary-lt",
    State.RELEASED: "bg-secondary-lt",
}


@dataclass(frozen=True)
class Told:
    """A proposal or a grant with the words a page shows for it."""

    row: Any
    need: str
    code: str
    resident: str


def told_of(row):
    """A row that has a need, in words."""
    resident = row.need.resident
    return Told(row, need_in_words(row.need), code_of(resident.pk), resident_in_words(resident))


def need_in_words(need):
    """The kind of help, and which goods where it is goods."""
    return f"{need.get_kind_display()} · {need.item}" if need.item else need.get_kind_display()


def resident_in_words(resident):
    """Band of age, street and hardship."""
    age = band_of(age_on(resident.born_on, day=localdate(now())))
    return " · ".join(
        filter(
            None,
            [
                _("%(band)s years") % {"band": age} if age else _("age not known"),
                str(resident.street),
                resident.get_hardship_display() if resident.hardship != "none" else "",
            ],
        )
    )


def badge(state):
    """A state as a word on its colour; the word alone says it too."""
    return format_html('<span class="badge {}">{}</span>', LOOKS[State(state)], State(state).label)


def urgency_in_words(urgency):
    return Assessment.Urgency(urgency).label
