from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.illness.models import Bill
from shanqiao.apps.instruments.held import SEVERITY
from shanqiao.apps.instruments.queries import severity_of
from shanqiao.apps.instruments.taking import CannotUseScore, assess_scored
from shanqiao.apps.needs.actions import CannotAssessNeed, assess_need
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.queries import age_on
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import quantity

from .door import works_at_a_station
from .forms import AssessForm
from .looks import look


@only(works_at_a_station)
@sent_once
def assess(request, pk):
    need = get_object_or_404(
        needs_of(station_of(request.user)).select_related("resident__street"), pk=pk
    )
    look(request, need.resident, Look.Reason.ASSESSING)
    before = latest_assessments(needs=[need]).first()
    scored = severity_of(need)
    form, draft_name = AssessForm(request.POST or None, need=need, before=before), f"assess-{pk}"
    draft = fill(request, draft_name, form)
    if Bill.objects.filter(aid__need=need, struck_at=None).exists():
        form.take_amounts()
    if scored:
        form.take_severity(scored[1])
    if form.is_valid():
        try:
            signed = _sign(request, need, scored, form.cleaned_data)
        except (CannotAssessNeed, CannotUseScore) as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(request, _signed(need, signed))
            return redirect("station:need", pk=need.pk)
    context = {
        "need": need,
        "form": form,
        "before": before,
        "scored": scored,
        "score_with": f"{SEVERITY}{need.kind}",
        "draft": draft,
        "draft_name": draft_name,
        "age": age_on(need.resident.born_on, day=localdate(now())),
    }
    return render(request, "station/needs/assess.html", context, status=422 if form.errors else 200)


def _sign(request, need, scored, told):
    """A severity that was scored is taken as it was computed, and the assessment says from which sitting."""
    signing = {"need": need, "by": request.user, "at": now()}
    if scored is None:
        return assess_need(**signing, **told)
    told = {name: value for name, value in told.items() if name != "severity"}
    return assess_scored(sitting=scored[0], **signing, **told)


def _signed(need, signed):
    """What is true now."""
    lacking = signed.needed - signed.elsewhere - need.granted
    facts = {
        "who": need.resident.name,
        "kind": need.get_kind_display(),
        "lacking": quantity(max(lacking, 0), signed.unit),
    }
    if lacking <= 0:
        return _("Signed: %(who)s has what was lacking (%(kind)s).") % facts
    if need.agreed is not True:
        return (
            _(
                "Signed: %(who)s still lacks %(lacking)s (%(kind)s). "
                "Help is looked for as soon as they agree to it."
            )
            % facts
        )
    return (
        _(
            "Signed: %(who)s still lacks %(lacking)s (%(kind)s). The next plan looks for help, tonight at the latest."
        )
        % facts
    )
