"""Assessing a resident with an instrument: choosing one, and the sheet that asks one group after another."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.crises.actions import raise_crisis
from shanqiao.apps.instruments.actions import (
    SECOND_WITHIN,
    CannotAssessWith,
    assess_again,
    assess_with,
    second_assessment,
)
from shanqiao.apps.instruments.held import SEVERITY, in_force, read_of
from shanqiao.apps.instruments.models import Sitting
from shanqiao.apps.instruments.queries import last_sitting, sittings_of
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.engines.assessing import score
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.instruments import language, shown_scales
from shanqiao.www.parts.phone import sent_once

from .door import works_at_a_station
from .forms.sheet import SheetForm
from .opened import of_an_opened_resident


@only(works_at_a_station)
@of_an_opened_resident
def choose(request, resident):
    """Which instrument, whose second assessment, or the severity of which need."""
    before = {}
    for sitting in sittings_of([resident.pk]).filter(first=None):
        before.setdefault(sitting.edition.code, sitting)
    general = [
        (held.instrument.words.spoken(language()), held.instrument, before.get(code))
        for code, held in in_force(on=localdate(now())).items()
        if not code.startswith(SEVERITY)
    ]
    data = {
        "resident": resident,
        "general": general,
        "to_second": _waiting_for_a_second(resident, request.user),
        "needs": needs_of(station_of(request.user)).filter(resident=resident, closed_at=None),
        "language": language(),
    }
    return render(request, "station/sittings/choose.html", data)


@only(works_at_a_station)
@of_an_opened_resident
@sent_once
def sheet(request, resident, code):
    """Ask one group after another; what was typed goes along from step to step, and is kept as a draft.

    With ``?whole`` all groups stand on one page, which can be filled in and signed where there is no network.
    """
    first, need = _first_of(request, resident, code), _need_of(request, resident, code)
    instrument = read_of(first.edition) if first else _in_force(code)
    version = request.POST.get("version", instrument.version)  # whose questions are being asked
    beside = f"n{need.pk}" if need else first.pk if first else 0
    draft_name = f"sheet-{resident.pk}-{code[:24]}-{beside}"
    form = SheetForm(request.POST or None, instrument=instrument, initial={"on": localdate(now())})
    draft = fill(request, draft_name, form)
    answers = _answers(form)
    result = score(instrument, answers)
    if request.method == "POST" and not request.htmx:
        _raise_at_once(request, resident, result)
    if request.POST.get("go") == "sign" and not form.errors:
        try:
            made = _sign(request, resident, code, version, first, need, form)
        except CannotAssessWith as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(request, _("Signed. The score was computed from the answers."))
            if need:
                return redirect("station:need-assess", pk=need.pk)
            return redirect("station:sitting", pk=resident.pk, sitting=made.pk)
    step = _step(request, form, instrument)
    data = {
        "resident": resident,
        "instrument": instrument,
        "name": instrument.words.spoken(language()),
        "about": instrument.about.spoken(language()),
        "first": first,
        "need": need,
        "version": version,
        "form": form,
        "step": step,
        "draft": draft,
        "draft_name": draft_name,
        "scales": shown_scales(result, answers),
        "alarms": [alarm.danger.words.spoken(language()) for alarm in result.alarms],
        "missing": len(result.missing),
        "asked": len(instrument.items),
        **(_whole if "whole" in request.GET else _of_step)(form, instrument, step),
    }
    page = "station/sittings/sheet.html" + ("#running" if request.htmx else "")
    wrong = data["shows_errors"] and not request.htmx
    return render(request, page, data, status=422 if wrong else 200)


def _answers(form):
    """What was answered so far: as it was sent, or as the draft has it."""
    read = form if form.is_bound else SheetForm(form.initial, instrument=form.instrument)
    read.is_valid()
    return read.answers()


def _sign(request, resident, code, version, first, need, form):
    told = {
        "answers": form.answers(),
        "words": form.cleaned_data["words"],
        "on": form.cleaned_data["on"] or localdate(now()),
        "station": station_of(request.user),
        "by": request.user,
        "at": now(),
    }
    if first:
        return second_assessment(first=first, **told)
    last, told["version"] = last_sitting(resident, code), version
    if last and not need and last.on <= told["on"]:
        return assess_again(before=last, **told)
    return assess_with(resident=resident, code=code, need=need, **told)


def _raise_at_once(request, resident, result):
    """An answer that means danger does not wait until the sheet is signed."""
    for alarm in result.alarms:
        crisis = raise_crisis(
            resident=resident,
            station=station_of(request.user),
            kind=alarm.danger.kind,
            words=alarm.danger.words.zh,
            by=request.user,
            at=now(),
        )
        if request.POST.get("go") != "sign" and f"crisis-{crisis.pk}" not in request.session:
            request.session[f"crisis-{crisis.pk}"] = True
            messages.warning(
                request,
                _(
                    "The crisis path has begun: %(kind)s. It stands at the top of the resident's page and of Today."
                )
                % {"kind": crisis.get_kind_display()},
            )


def _step(request, form, instrument):
    """Which group is shown: the next one, one with an error, or the last step, after all groups."""
    last = len(instrument.groups)
    try:
        here = min(max(0, int(request.POST.get("step", 0))), last)
    except ValueError:
        here = 0
    wrong = [n for n, names in enumerate(_names(form, instrument)) if set(names) & set(form.errors)]
    go = request.POST.get("go")
    if go == "next" and here not in wrong:
        return min(here + 1, last)
    if go == "back":
        return max(here - 1, 0)
    return wrong[0] if go == "sign" and wrong else here


def _names(form, instrument):
    """The names of the fields of each step."""
    for group in instrument.groups:
        yield [name for item in instrument.items_of(group.code) for name in form.names_of(item)]
    yield ["on", "words"]


def _of_step(form, instrument, step):
    """The questions of a step, and what was answered in the others, to be carried along."""
    names = list(_names(form, instrument))
    carried = []
    for name in (name for n, some in enumerate(names) if n != step for name in some):
        typed = form.data.get(name) if form.is_bound else form[name].value()
        if typed not in (None, "", False):
            carried.append((name, typed.isoformat() if hasattr(typed, "isoformat") else typed))
    group = instrument.groups[step] if step < len(instrument.groups) else None
    return {
        "carried": carried,
        "parts": [_part(form, instrument, group)] if group else [],
        "last": group is None,
        "shows_errors": bool(set(names[step]) & set(form.errors) or form.non_field_errors()),
        "steps": len(names),
        "place": step + 1,
    }


def _whole(form, instrument, step):
    """Every question, and the signature, on one page."""
    return {
        "parts": [_part(form, instrument, group) for group in instrument.groups],
        "last": True,
        "whole": True,
        "shows_errors": bool(form.errors),
    }


def _part(form, instrument, group):
    """(heading, questions) of a group."""
    items = instrument.items_of(group.code)
    return group.words.spoken(language()), [_question(form, item) for item in items]


def _question(form, item):
    """(the item, its fields, its words and why it weighs what it weighs)."""
    return {
        "item": item,
        "fields": [form[name] for name in form.names_of(item)],
        "words": item.words.spoken(language()),
        "help": item.help.spoken(language()),
        "why": item.why.spoken(language()),
    }


def _first_of(request, resident, code):
    """The first assessment that ?of= names, or None."""
    if "of" not in request.GET:
        return None
    seconds = _waiting_for_a_second(resident, request.user)
    return get_object_or_404(
        Sitting, pk=_number(request, "of"), pk__in=[one.pk for one in seconds], edition__code=code
    )


def _need_of(request, resident, code):
    """The need whose severity is scored, that ?need= names, or None."""
    if "need" not in request.GET:
        if code.startswith(SEVERITY):
            raise Http404  # the severity of nothing
        return None
    open_ones = Need.objects.known_to(station_of(request.user)).open()
    need = get_object_or_404(open_ones, pk=_number(request, "need"), resident=resident)
    if code != SEVERITY + need.kind:
        raise Http404
    return need


def _number(request, name):
    text = request.GET.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Http404
    return int(text)


def _in_force(code):
    held = in_force(on=localdate(now())).get(code)
    if held is None:
        raise Http404
    return held.instrument


def _waiting_for_a_second(resident, person):
    """First assessments of others that this person has not assessed yet; what they found is not told."""
    since = localdate(now()) - SECOND_WITHIN
    rows = (
        sittings_of([resident.pk]).filter(first=None, need=None, on__gte=since).exclude(by=person)
    )
    return list(rows.exclude(seconds__by=person)[:10])
