"""Forms on paper for homes without a phone: the list of them, and each empty; instruments out of their own files."""

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.instruments.held import held_all, in_force
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.instruments import language, unit_of_number
from shanqiao.www.parts.paper import Part, Question

from .door import works_at_a_station
from .paper_forms import BY_CODE, PAPERS, RESIDENT, WORKER
from .tabs import of_cases


@only(works_at_a_station)
def browse(request):
    instruments = [
        (held.instrument, held.instrument.words.spoken(language()))
        for held in in_force(on=localdate(now())).values()
    ]
    data = {"tabs": of_cases(request), "papers": PAPERS, "instruments": instruments}
    return render(request, "station/papers/browse.html", data)


@only(works_at_a_station)
def empty(request, code):
    """A form to be filled in by hand."""
    paper, station = BY_CODE.get(code), station_of(request.user)
    if paper is None:
        raise Http404
    return shown(
        request,
        title=paper.title,
        parts=paper.make(station),
        version=paper.version(station),
        signs=paper.signs,
        leaves_a_name=paper.about,
        rows=[("", None)] * paper.people,
        instrument=paper.source and paper.source(),
        back=("station:papers", _("Forms on paper")),
    )


@only(works_at_a_station)
def instrument(request, code, version):
    """The questions of an instrument, out of its file, with its source; without points, which the computer counts."""
    named = (code, version)
    held = next((h for h in held_all() if (h.instrument.code, h.instrument.version) == named), None)
    if held is None:
        raise Http404
    read = held.instrument
    parts = [
        Part(
            group.words.spoken(language()),
            tuple(_asked(item) for item in read.items_of(group.code)),
        )
        for group in read.groups
    ]
    seen = Part("", (Question(label=_("What did you see beside?"), lines=3),))
    return shown(
        request,
        title=read.words.spoken(language()),
        parts=[*parts, seen],
        version=f"{read.version} · {held.digest[:8]}",
        signs=(RESIDENT, WORKER),
        leaves_a_name=True,
        instrument=read,
        back=("station:papers", _("Forms on paper")),
    )


def shown(request, *, back, **data):
    """The page of a paper: what is asked, who signs, and at its foot which form it is.

    Args:
        back: (name of the address, words), or (name, words, the words of the address).
    """
    name, words, *where = back
    data |= {"back": name, "back_words": words, "back_where": where[0] if where else None}
    data |= {"station": station_of(request.user), "printed_at": now()}
    return render(request, "station/papers/paper.html", data)


def _asked(item):
    words, help_ = item.words.spoken(language()), item.help.spoken(language())
    if item.options:
        boxes = tuple((option.words.spoken(language()), False) for option in item.options)
        many = (_("none of these"),) if item.kind == "multi" else (_("not asked, or not known"),)
        return Question(words, help_, boxes + tuple((more, False) for more in many))
    return Question(words, help_, lines=1, before=str(unit_of_number(item.unit)))
