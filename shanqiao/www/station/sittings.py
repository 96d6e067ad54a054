"""What a sitting says, what follows from it, and the instruments themselves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.crises.queries import open_crises_of
from shanqiao.apps.instruments.held import current_of, held_all, read_of
from shanqiao.apps.instruments.queries import (
    agreement,
    agreements,
    answers_of,
    difference_of,
    result_of,
    sittings_of,
)
from shanqiao.apps.instruments.taking import (
    CannotTakeLine,
    cannot_be_taken,
    replaced_by,
    take_need_line,
)
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.instruments import answer_in_words, ends_in_words, language, shown_scales
from shanqiao.www.parts.words import quantity

from .door import works_at_a_station
from .forms.sheet import TakeForm
from .opened import of_an_opened_resident

SHOWN = 30  # sittings on the page of a resident


@only(works_at_a_station)
@of_an_opened_resident
def page(request, resident, sitting):
    return _page(request, resident, _sitting(resident, sitting))


@only(works_at_a_station)
@of_an_opened_resident
@require_POST
def take(request, resident, sitting, line):
    """Take a need that follows over into the resident's needs."""
    sitting = _sitting(resident, sitting)
    lines = [found for found in result_of(sitting).lines if found.rule.code == line]
    if not lines:
        raise Http404
    form = TakeForm(request.POST, line=lines[0], prefix=line)
    if form.is_valid():
        try:
            taken = take_need_line(
                sitting=sitting, line=line, by=request.user, at=now(), **form.cleaned_data
            )
        except CannotTakeLine as refusal:
            form.add_error(None, str(refusal))
        else:
            assessed = taken.assessment
            messages.success(
                request,
                _("Taken over: %(kind)s, %(much)s, severity %(severity)s.")
                % {
                    "kind": assessed.need.get_kind_display(),
                    "much": quantity(assessed.needed, assessed.unit),
                    "severity": assessed.severity,
                },
            )
            return redirect("station:need", pk=assessed.need_id)
    return _page(request, resident, sitting, wrong=(line, form), status=422)


@only(works_at_a_station)
def browse(request):
    """Every instrument in force, with its source, and how far assessors agree."""
    everything = held_all()
    current = current_of(everything, on=localdate(now()))
    agreed = agreements([held.instrument for held in current.values()])
    shown = [
        {
            **_told(held.instrument),
            "of_the_city": held.of_the_city,
            "versions": [one.instrument for one in everything if one.instrument.code == code],
            "agreement": [a for a in agreed[code, held.instrument.version] if a.plain.pairs],
        }
        for code, held in current.items()
    ]
    return render(request, "station/sittings/browse.html", {"shown": shown, "language": language()})


@only(works_at_a_station)
def instrument(request, code, version):
    """One version: what it asks, as an empty form that can be printed, and how it is scored."""
    named = (code, version)
    held = next((h for h in held_all() if (h.instrument.code, h.instrument.version) == named), None)
    if held is None:
        raise Http404
    read = held.instrument
    data = {
        **_told(read),
        "digest": held.digest,
        "of_the_city": held.of_the_city,
        "groups": [
            (group.words.spoken(language()), [_asked(item) for item in read.items_of(group.code)])
            for group in read.groups
        ],
        "scales": [
            (
                scale.words.spoken(language()),
                [(b.least, b.words.spoken(language())) for b in scale.bands],
            )
            for scale in read.scales
        ],
        "agreement": [(a.scale.words.spoken(language()), a.plain, a.near) for a in agreement(read)],
    }
    return render(request, "station/sittings/instrument.html", data)


def assessed(request, resident):
    """For the resident's page: how they were assessed, and the open crises that this person may see."""
    return {
        "sittings": list(sittings_of([resident.pk])[:SHOWN]),
        "crises": open_crises_of([resident], person=request.user),
    }


def _page(request, resident, sitting, *, wrong=None, status=200):
    result, answers = result_of(sitting), answers_of(sitting)
    read = result.instrument
    taken = {row.line: row for row in sitting.taken.select_related("assessment__need")}
    visible = Crisis.objects.visible_to(request.user)
    data = {
        **_told(read),
        "resident": resident,
        "sitting": sitting,
        "scales": shown_scales(result, answers),
        "missing": [read.item(code).words.spoken(language()) for code in result.missing],
        "lines": [_line(sitting, line, taken.get(line.rule.code), wrong) for line in result.lines],
        "not_taken": cannot_be_taken(sitting) if result.lines else "",
        "crises": visible.filter(dangers__sitting=sitting).distinct(),
        "answered": [
            (item.words.spoken(language()), answer_in_words(item, answers.get(item.code)))
            for item in read.items
        ],
        "beside": _beside(sitting, request.user),
        "change": _change(sitting),
    }
    return render(request, "station/sittings/page.html", data, status=status)


def _sitting(resident, pk):
    return get_object_or_404(sittings_of([resident.pk]).select_related("before", "first"), pk=pk)


def _told(read):
    """Name, version and source: they stand on every page of an instrument."""
    return {
        "instrument": read,
        "name": read.words.spoken(language()),
        "about": read.about.spoken(language()),
    }


def _asked(item):
    return {
        "item": item,
        "words": item.words.spoken(language()),
        "help": item.help.spoken(language()),
        "why": item.why.spoken(language()),
        "options": [(option.words.spoken(language()), option.points) for option in item.options],
    }


def _line(sitting, line, taken, wrong):
    rule = line.rule
    _need, replaced = replaced_by(sitting, rule)
    much = (
        quantity(line.low, rule.unit)
        if line.low == line.high
        else _("%(low)s or more") % {"low": quantity(line.low, rule.unit)}
        if line.high is None
        else f"{quantity(line.low, rule.unit)} – {quantity(line.high, rule.unit)}"
    )
    form = TakeForm(line=line, prefix=rule.code)
    if wrong and wrong[0] == rule.code:
        form = wrong[1]
    return {
        "line": line,
        "kind": Kind(rule.kind).label,
        "much": much,
        "severity": ends_in_words(line.severity_low, line.severity_high, ""),
        "words": rule.words.spoken(language()),
        "taken": taken,
        "replaced": replaced,
        "form": form,
    }


def _beside(sitting, person):
    """The other assessments of the same sitting, and on how many questions they agree.

    Whoever may still give a second assessment is shown it only after theirs; the page of the first is for whoever
    opens it knowing that.
    """
    others = [*sitting.seconds.select_related("by")]
    if sitting.first_id:
        others = [sitting.first, *sitting.first.seconds.exclude(pk=sitting.pk).select_related("by")]
    mine, read = answers_of(sitting), read_of(sitting.edition)
    rows = []
    for other in others:
        theirs = answers_of(other)
        both = [item for item in read.items if item.code in mine and item.code in theirs]
        apart = [
            (
                item.words.spoken(language()),
                answer_in_words(item, mine[item.code]),
                answer_in_words(item, theirs[item.code]),
            )
            for item in both
            if mine[item.code] != theirs[item.code]
        ]
        rows.append(
            {"sitting": other, "both": len(both), "same": len(both) - len(apart), "apart": apart}
        )
    return rows


def _change(sitting):
    """What changed since the sitting before: its scales and its answers in words; None where there is none."""
    found = difference_of(sitting.before, sitting)
    if found is None:
        return None
    directions = {"better": _("better"), "worse": _("worse"), "same": _("the same"), "": ""}
    return {
        "before": sitting.before,
        "scales": [
            {
                "name": change.after.scale.words.spoken(language()),
                "before": ends_in_words(
                    change.before.low, change.before.high, change.after.scale.unit
                ),
                "after": ends_in_words(
                    change.after.low, change.after.high, change.after.scale.unit
                ),
                "by": ends_in_words(change.low, change.high, change.after.scale.unit),
                "direction": directions[change.direction],
            }
            for change in found.changes
        ],
        "items": [
            (
                change.item.words.spoken(language()),
                answer_in_words(change.item, change.before),
                answer_in_words(change.item, change.after),
            )
            for change in found.items
        ],
    }
