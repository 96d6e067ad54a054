"""What happened in a case, in sentences."""

from django.utils.translation import gettext as _

from shanqiao.www.parts.words import day

ICONS = {
    "opened": "plus",
    "reopened": "refresh",
    "estimated": "clipboard-check",
    "planned": "target",
    "approved": "circle-check",
    "returned": "arrow-back-up",
    "settled": "flag",
    "contact": "message",
    "offered": "switch-horizontal",
    "accepted": "user-check",
    "declined": "hand-stop",
    "withdrawn": "arrow-back-up",
    "evaluated": "list-check",
    "closed": "check",
    "followed_up": "phone",
    "supervised": "school",
}


def told(happening):
    """One happening as a sentence; its words stand beside it."""
    row = happening.row
    match happening.what:
        case "opened":
            return _("Case opened: %(source)s, %(urgency)s.") % {
                "source": row.get_source_display(),
                "urgency": row.get_urgency_display(),
            }
        case "reopened":
            return _("Opened again.")
        case "estimated":
            return _("Estimate signed.")
        case "planned":
            facts = {"n": row.version, "day": day(row.review_on)}
            return _("Plan %(n)s written, to be looked at again on %(day)s.") % facts
        case "approved":
            return _("Plan %(n)s approved.") % {"n": row.version}
        case "returned":
            return _("Plan %(n)s sent back.") % {"n": row.version}
        case "settled":
            facts = {"goal": row.goal.words, "state": row.get_state_display()}
            return _("Goal “%(goal)s”: %(state)s.") % facts
        case "contact":
            facts = {
                "what": row.get_kind_display(),
                "day": day(row.done_on),
                "minutes": row.minutes,
            }
            return _("%(what)s on %(day)s, %(minutes)s minutes.") % facts
        case "offered":
            facts = {"one": row.giver, "other": row.receiver}
            return _("Handed over by %(one)s to %(other)s, who is asked to accept.") % facts
        case "accepted":
            return _("%(who)s took the case over.") % {"who": row.receiver}
        case "declined":
            return _("%(who)s cannot take the case over.") % {"who": row.receiver}
        case "withdrawn":
            return _("The handover was taken back.")
        case "evaluated" if row.client_says:
            return _("Evaluated; the resident says %(n)s of 5.") % {"n": row.client_says}
        case "evaluated":
            return _("Evaluated; the resident was not asked.")
        case "closed":
            return _("Closed: %(reason)s.") % {"reason": row.get_reason_display()}
        case "followed_up":
            return _("Followed up: %(how)s.") % {"how": row.get_how_display()}
        case "supervised":
            facts = {"worker": row.worker, "day": day(row.held_on)}
            return _("Talked about with %(worker)s on %(day)s.") % facts
    raise ValueError(f"no words for {happening.what}")
