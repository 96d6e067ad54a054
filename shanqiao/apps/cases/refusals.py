"""What the triggers of this room say to people."""

from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.refusals import in_words

_OF_TRIGGERS = {
    "cases_nothing_after_closing": _(
        "This case is closed. Nothing was saved; to go on with it, open it again first."
    ),
    "cases_closed_with_a_reason": _("A case is closed together with its reason."),
    "cases_need_of_this_person": _(
        "This need is another person's. Nothing was saved; please choose among the needs of this resident."
    ),
    "cases_sitting_of_this_person": _(
        "This assessment is another person's, or later than the estimate. Nothing was saved; please choose among the "
        "assessments of this resident."
    ),
    "cases_goal_of_this_plan": _("This goal belongs to another plan. Please open the page anew."),
    "cases_member_of_this_group": _("They belong to another group. Please open the page anew."),
    "cases_appointment_takes_place": _(
        "This appointment took place already, was called off, or is another case's. Nothing was saved; please open the "
        "page of the case anew."
    ),
    "cases_renewal_lasts_longer": _(
        "A renewal lasts longer than what was agreed before. Nothing was saved; please look at the day."
    ),
    "residents_nothing_new_for_the_dead": _(
        "It is written down that this resident has died, so no case is opened. If that is wrong, take it back on their "
        "page first."
    ),
}


def said(refusal, *models):
    """What the limit that was passed says, whether a constraint's or a trigger's; any other refusal stays what it is."""
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
    return str(_OF_TRIGGERS[name]) if name in _OF_TRIGGERS else in_words(refusal, *models)
