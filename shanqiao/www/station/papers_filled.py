"""The same forms with what was written down: of a case, a need, a consent, a meeting, a talk; each look is on record."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from shanqiao.apps.cases.grouping import attendance_of
from shanqiao.apps.cases.models import Group, Session, Supervision
from shanqiao.apps.cases.queries import goals_of
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.people.queries import station_of, supervises_station
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.sameness.queries import records_of
from shanqiao.apps.sameness.sharing import words_of
from shanqiao.stories.casework import story_of_case
from shanqiao.stories.referrals import sent_by
from shanqiao.stories.station_lists import needs_of, residents_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.paper import Part, Question, part_of

from .before_told import told_before
from .case_pages import of_a_case
from .case_sittings import sitting_and_day
from .case_told import told
from .door import works_at_a_station
from .forms import AssessForm, NeedForm, ResidentForm
from .forms.cases import (
    CloseCaseForm,
    ContactForm,
    EstimateForm,
    EvaluateForm,
    FollowUpForm,
    HandoverForm,
    OpenCaseForm,
    PlanForm,
    ReopenForm,
    SettleForm,
)
from .forms.consent import ConsentForm
from .forms.groups import SessionForm
from .forms.referral import ReferForm
from .forms.talks import SupervisionForm
from .looks import look
from .paper_forms import BY_CODE, WORKER
from .papers import shown

OF_HAPPENINGS = {  # which paper tells what happened in a case
    "opened": "open",
    "reopened": "reopening",
    "estimated": "estimate",
    "planned": "plan",
    "settled": "goal",
    "contact": "contact",
    "offered": "handover",
    "evaluated": "evaluation",
    "closed": "closure",
    "followed_up": "follow-up",
}


@only(works_at_a_station)
@of_a_case
def of_case(request, case):
    """What was written in a case, each to be printed as its form."""
    rows = [
        (happening, told(happening), OF_HAPPENINGS[happening.what])
        for happening in story_of_case(case, reader=request.user)
        if happening.what in OF_HAPPENINGS and happening.words is not None
    ]
    before = told_before(records_of(case.resident), station=case.station)
    context = {"case": case, "rows": rows, "before": len(before)}
    return render(request, "station/papers/of_case.html", context)


@only(works_at_a_station)
@of_a_case
def before_paper(request, case):
    """What was done before shanqiao, to be printed beside the case."""
    before = told_before(records_of(case.resident), station=case.station)
    asked = tuple(
        Question(label=words[:1].upper() + words[1:], said="\n".join(lines))
        for _one, words, lines, _picture in before
    )
    return shown(
        request,
        title=_("Before shanqiao"),
        parts=[Part("", asked)],
        version="–",
        signs=(WORKER,),
        who=case.resident.name,
        number=case.pk,
        back=("station:case-papers", _("Papers of the case"), case.pk),
    )


@only(works_at_a_station)
@of_a_case
def case_paper(request, case, code, row):
    """One of them; what one may not read in the story is not here either."""
    story = story_of_case(case, reader=request.user)
    found = next((h for h in story if OF_HAPPENINGS.get(h.what) == code and h.row.pk == row), None)
    if found is None or found.words is None:
        raise Http404
    return _shown(
        request,
        code,
        parts=[part_of(_form_of(found), filled=True)],
        who=case.resident.name,
        when=found.at,
        by=found.by,
        number=case.pk,
        back=("station:case-papers", _("Papers of the case"), case.pk),
    )


@only(works_at_a_station)
def need_paper(request, pk):
    """Who it is, what is lacking, and how it was assessed."""
    station = station_of(request.user)
    need = get_object_or_404(needs_of(station), pk=pk)
    resident = need.resident
    look(request, resident, Look.Reason.CASEWORK)
    who, lacks = ResidentForm(station=station), NeedForm(today=need.open_on)
    who.initial = _of_row(resident, who) | {"local": _yes_or_no(resident.local)}
    tail = resident.id_tail
    who.initial["id_number"] = _("ends in %(tail)s") % {"tail": tail} if tail else ""
    lacks.initial = _of_row(need, lacks) | {"agrees": _yes_or_no(need.agreed)}
    del who.fields["is_another"], lacks.fields["guardian"], lacks.fields["relation"]
    parts = [
        part_of(who, _("Who is it?"), filled=True),
        part_of(lacks, _("What is lacking?"), filled=True),
    ]
    if assessment := latest_assessments(needs=[need]).first():
        form = AssessForm(need=need, before=assessment)
        parts.append(part_of(form, BY_CODE["assessment"].title, filled=True))
    return _shown(
        request,
        "intake",
        parts=parts,
        who=resident.name,
        when=need.told_at,
        by=need.told_to,
        back=("station:need", need.get_kind_display().capitalize(), pk),
    )


@only(works_at_a_station)
def consent_paper(request, pk, word):
    resident = get_object_or_404(residents_of(station_of(request.user)), pk=pk)
    look(request, resident, Look.Reason.CASEWORK)
    row = get_object_or_404(words_of(resident), pk=word, given=True)
    form = ConsentForm()
    form.initial = _of_row(row, form) | {"whom": "this"}
    form.fields["whom"].choices = [("this", row.whom_name or _("everybody who helps"))]
    del form.fields["paper"]
    return _shown(
        request,
        "consent",
        parts=[part_of(form, filled=True)],
        who=resident.name,
        when=row.at,
        by=row.witnessed_by,
        back=("station:resident-consents", _("What they agreed to"), pk),
    )


@only(works_at_a_station)
def referral_paper(request, pk):
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    look(request, referral.need.resident, Look.Reason.CASEWORK)
    to = [("", [("this", referral.addressee_name, None)])]
    form = ReferForm(need=referral.need, groups=to, at=referral.drafted_at)
    form.initial = _of_row(referral, form) | {"to": "this"}
    return _shown(
        request,
        "referral",
        parts=[part_of(form, filled=True)],
        who=referral.need.resident.name,
        when=referral.drafted_at,
        by=referral.drafted_by,
        back=("station:referral", _("Referral"), pk),
    )


@only(works_at_a_station)
def group_paper(request, pk, session):
    """The list of a meeting: who belongs to the group, who came, and room to sign."""
    group = get_object_or_404(Group.objects.filter(station=station_of(request.user)), pk=pk)
    one = get_object_or_404(
        Session.objects.filter(group=group).select_related("planned_by"), pk=session
    )
    before = attendance_of(session=one)
    there = Q(left_at=None) | Q(pk__in=before)
    members = list(group.members.filter(there).select_related("resident").order_by("pk"))
    for member in members:
        look(request, member.resident, Look.Reason.CASEWORK)
    form = SessionForm()
    form.initial = _of_row(one, form)
    about = Question(label=_("What is it called?"), said=group.name)
    return _shown(
        request,
        "meeting",
        parts=[Part("", (about, *part_of(form, filled=True).questions))],
        when=one.planned_at,
        by=one.planned_by,
        rows=[(member.resident.name, before.get(member.pk)) for member in members],
        back=("station:group", group.name, pk),
    )


@only(works_at_a_station)
def talk_paper(request, pk):
    """A talk of supervision, for those who read it."""
    mine = Q(worker=request.user) | Q(supervisor=request.user)
    if guided := supervises_station(request.user):
        mine |= Q(station=guided)
    talk = get_object_or_404(
        Supervision.objects.filter(mine).select_related("worker", "supervisor"), pk=pk
    )
    cases = [tie.case for tie in talk.about.select_related("case").order_by("case")]
    form = SupervisionForm(cases=cases)
    form.initial = _of_row(talk, form) | {"about": [str(case.pk) for case in cases]}
    for n, action in enumerate(talk.actions.order_by("pk"), start=1):
        form.initial |= {f"action{n}": action.words, f"until{n}": action.due_on}
    with_whom = Question(label=_("Social worker"), said=str(talk.worker))
    return _shown(
        request,
        "supervision",
        parts=[Part("", (with_whom, *part_of(form, filled=True).questions))],
        when=talk.written_at,
        by=talk.supervisor,
        back=("station:supervisions", _("Talks of supervision")),
    )


def _shown(request, code, **data):
    paper = BY_CODE[code]
    return shown(
        request,
        title=paper.title,
        version=paper.version(station_of(request.user)),
        signs=paper.signs,
        **data,
    )


def _form_of(happening):
    """The form that was filled in, as it was filled in."""
    row, words = happening.row, happening.words
    match happening.what:
        case "planned":
            goals = goals_of(row)
            form = PlanForm(needs={need for goal in goals for need in goal.needs}, before=goals)
            form.initial |= {"strategy": row.strategy, "review_on": row.review_on}
            return form
        case "evaluated":
            form = EvaluateForm(goals=goals_of(row.plan))
            results = {f"goal{one.goal_id}": one.result for one in row.results.all()}
            form.initial = _of_row(row, form) | results
            return form
        case "contact":
            form = ContactForm(may_counsel=True)
        case "estimated":
            ties = row.rests_on.all()
            form = EstimateForm(
                sittings={tie.sitting_id: sitting_and_day(tie.sitting) for tie in ties}
            )
            form.initial = _of_row(row, form) | {"sittings": [tie.sitting_id for tie in ties]}
            return form
        case "offered":
            form = HandoverForm(people=None)
        case what:
            form = FORMS[what]()
    form.initial = _of_row(row, form)
    if "words" in form.fields:
        form.initial["words"] = words
    return form


FORMS = {
    "opened": OpenCaseForm,
    "reopened": ReopenForm,
    "settled": SettleForm,
    "closed": CloseCaseForm,
    "followed_up": FollowUpForm,
}


def _of_row(row, form):
    """What a row holds under the names of the questions."""
    return {name: getattr(row, name) for name in form.fields if hasattr(row, name)}


def _yes_or_no(value):
    return {True: "yes", False: "no"}.get(value, "")
