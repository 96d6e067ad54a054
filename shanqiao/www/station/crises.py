"""The crisis path: raised by hand, its steps and clock, and who may see it. See Note [Who sees a crisis]."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from shanqiao.apps.crises.actions import (
    CannotAddPerson,
    CannotDoStep,
    CannotEndCrisis,
    CannotRaiseCrisis,
    add_person,
    add_word,
    do_step,
    end_crisis,
    look_at_crisis,
    raise_crisis,
)
from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.crises.queries import due_steps, path_for, people_to_name, steps_of
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.models import Resident
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent

from .door import works_at_a_station
from .forms.crises import EndForm, NamePersonForm, RaiseForm, SayForm
from .looks import look
from .opened import of_an_opened_resident

REFUSALS = (CannotAddPerson, CannotDoStep, CannotEndCrisis)


@only(works_at_a_station)
def browse(request):
    """The crises this person may see: what is due in the open ones, then those that ended."""
    mine = Crisis.objects.visible_to(request.user).select_related("resident", "raised_by")
    data = {
        "due": due_in_words(request.user, now()),
        "open": mine.open().order_by("raised_at"),
        "ended": mine.exclude(ended_at=None).order_by("-ended_at")[:50],
    }
    return render(request, "station/crises/browse.html", data)


@only(works_at_a_station)
@of_an_opened_resident
def raise_by_hand(request, resident):
    form, draft_name = RaiseForm(request.POST or None), f"crisis-{resident.pk}"
    draft = fill(request, draft_name, form)
    if form.is_valid():
        try:
            crisis = raise_crisis(
                resident=resident,
                station=station_of(request.user),
                by=request.user,
                at=now(),
                **form.cleaned_data,
            )
        except CannotRaiseCrisis as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.warning(
                request, _("The path has begun. The clock runs; what to do first stands on top.")
            )
            return redirect("station:crisis", pk=crisis.pk)
    data = {"resident": resident, "form": form, "draft": draft, "draft_name": draft_name}
    return render(request, "station/crises/raise.html", data, status=422 if form.errors else 200)


@only(works_at_a_station)
def page(request, pk):
    """One crisis; whoever may not see it does not find it. Each look is on record."""
    crisis = _crisis(request, pk)
    at, forms = now(), _forms(request, crisis)
    form = forms.get(request.POST.get("what", ""))
    if form is not None and form.is_valid():
        try:
            _do(request, crisis, form.cleaned_data, at)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            crisis = _crisis(request, pk)  # a colleague may have ended it meanwhile
        else:
            return redirect("station:crisis", pk=pk)
    look(request, crisis.resident, Look.Reason.CASEWORK)
    look_at_crisis(crisis=crisis, by=request.user, at=at)
    path, chinese = path_for(crisis), _chinese()
    on_file = Resident.objects.on_file_of(station_of(request.user))
    data = {
        "crisis": crisis,
        "resident": crisis.resident,
        "on_file": on_file.filter(pk=crisis.resident_id).exists(),
        "path": path,
        "name": path.zh if chinese else path.en,
        "source": path.source if chinese else path.source_en,
        "before": path.before if chinese else path.before_en,
        "steps": [told_step(state) for state in steps_of(crisis, at=at)],
        "raised_from": [danger.sitting for danger in crisis.dangers.select_related("sitting")],
        "said": crisis.said.select_related("by").order_by("at", "pk"),
        "named": crisis.accesses.select_related("person", "added_by").order_by("pk"),
        "to_name": people_to_name(crisis).exists(),
        "wrong": form if form is not None and form.errors else None,
        "wrong_step": request.POST.get("step", "") if form is not None and form.errors else "",
        "too_late": _typed(form) if form is not None and form.errors and crisis.ended_at else "",
        **{f"form_{name}": one for name, one in forms.items()},
    }
    status = 422 if data["wrong"] else 200
    return render(request, "station/crises/page.html", data, status=status)


def due_in_words(person, at):
    """What is due in the crises a person may see, for the first page of the desk."""
    return [told_step(state) for state in due_steps(person, at)]


def told_step(state):
    step = state.step
    return {
        "state": state,
        "words": step.zh if _chinese() else step.en,
        "left": minutes_in_words(state.minutes_left),
        "within": minutes_in_words(step.minutes),
    }


def minutes_in_words(minutes):
    """ "2 hours 5 minutes left" needs the amount only: 125 is "2 hours 5 minutes"; the sign is dropped."""
    if minutes is None:
        return ""
    days, rest = divmod(abs(minutes), 1440)
    hours, minutes = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if (minutes and not days) or not parts:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    return " ".join(parts)


def _crisis(request, pk):
    mine = Crisis.objects.visible_to(request.user)
    return get_object_or_404(
        mine.select_related("resident__street", "raised_by", "ended_by", "station"), pk=pk
    )


def _forms(request, crisis):
    """Every form of the page; of a crisis that has ended only what is sent into it, to be refused and shown again."""
    typed, what = request.POST or None, request.POST.get("what", "")
    if crisis.ended_at and typed is None:
        return {}
    return {
        "step": SayForm(typed if what == "step" else None, auto_id="step-%s"),
        "word": SayForm(typed if what == "word" else None, auto_id="word-%s"),
        "person": NamePersonForm(
            typed if what == "person" else None,
            people=people_to_name(crisis),
            auto_id="person-%s",
        ),
        "end": EndForm(typed if what == "end" else None, auto_id="end-%s"),
    }


def _typed(form):
    """What was written into a form of the page, whatever its field is called."""
    return form.data.get("words") or form.data.get("why") or ""


def _do(request, crisis, said, at):
    told = {"crisis": crisis, "by": request.user, "at": at, **said}
    match request.POST["what"]:
        case "step":
            do_step(step=request.POST.get("step", ""), **told)
            messages.success(request, _("Written down."))
        case "word":
            add_word(**told)
            messages.success(request, _("Written down."))
        case "person":
            add_person(**told)
            messages.success(request, _("They can see it from now on. Please tell them yourself."))
        case _:
            end_crisis(**told)
            messages.success(request, _("The crisis has ended. What was done stays on record."))


def _chinese():
    return (get_language() or "zh").startswith("zh")
