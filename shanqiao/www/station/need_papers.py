"""The papers of a need: handed in for whichever programme asks for them, shown, taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.programmes.models import Paper
from shanqiao.apps.programmes.templates import CannotHandIn, hand_in_paper, withdraw_paper
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.stories.illness import papers_asked
from shanqiao.www.parts.door import only
from shanqiao.www.parts.papers import as_handed_in
from shanqiao.www.parts.phone import sent_once

from .door import works_at_a_station
from .forms.illness import SheetForm, StrikeForm
from .looks import look
from .paper_forms import OF_FORMS


@only(works_at_a_station)
@sent_once
def hand_in(request, pk, code):
    need = _need(request, pk)
    paper = next((one for one in papers_asked(need, on=localdate(now())) if one.code == code), None)
    if paper is None:
        raise Http404
    form = SheetForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file, at = form.cleaned_data["file"], now()
        try:
            document = keep_document(name=file.name, content=file.read(), by=request.user, at=at)
            hand_in_paper(need=need, code=code, document=document, by=request.user, at=at)
        except CannotKeepDocument as refusal:
            form.add_error("file", str(refusal))
        except CannotHandIn as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Handed in: %(paper)s.") % {"paper": paper.name})
            return redirect("station:need-documents", pk=pk)
    return _form(request, need, form, paper.name, _("Hand it in"))


@only(works_at_a_station)
def browse(request, pk):
    """Which papers are asked for and which are there, for one need."""
    need = _need(request, pk)
    data = {"need": need, "papers": papers_asked(need, on=localdate(now()))}
    return render(request, "station/illness/papers.html", data)


@only(works_at_a_station)
def sheet(request, pk, paper):
    """A paper as it was handed in."""
    return as_handed_in(_paper(request, pk, paper).document)


@only(works_at_a_station)
def take_back(request, pk, paper):
    need, row = _need(request, pk), _paper(request, pk, paper)
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_paper(paper=row, by=request.user, at=now(), **form.cleaned_data)
        except CannotHandIn as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Taken back. It does not count any more, and stays on file.")
            )
            return redirect("station:need-documents", pk=pk)
    return _form(request, need, form, _("Take a paper back"), _("Take it back"))


def _paper(request, pk, paper):
    return get_object_or_404(
        Paper.objects.select_related("document"), pk=paper, need=_need(request, pk)
    )


def _need(request, pk):
    rows = Need.objects.known_to(station_of(request.user)).select_related("resident")
    need = get_object_or_404(rows, pk=pk)
    look(request, need.resident, Look.Reason.CASEWORK)
    return need


def _form(request, need, form, title, button):
    data = {"need": need, "form": form, "title": title, "button": button, "of_papers": True}
    data["what"] = _("Papers of a need") if isinstance(form, SheetForm) else ""
    data["paper"] = OF_FORMS.get(type(form), "")  # a paper that is handed in is one already
    return render(request, "station/illness/form.html", data, status=422 if form.errors else 200)
