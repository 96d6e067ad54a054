"""What a resident agreed to, giving and withdrawing it; the sheet of their own data, and corrections."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import (
    CannotGiveConsent,
    give_consent,
    withdraw_consent,
)
from shanqiao.apps.residents.consenting import (
    CannotAnswerCorrection,
    answer_correction,
    ask_for_correction,
)
from shanqiao.apps.residents.models import Consent, Correction
from shanqiao.apps.residents.queries import needs_a_guardian
from shanqiao.apps.sameness.queries import records_of
from shanqiao.apps.sameness.sharing import words_of
from shanqiao.stories.own_sheet import consents_that_hold, sheet_of, sheet_told
from shanqiao.stories.referrals import without_a_basis
from shanqiao.stories.station_lists import residents_of, residents_on_file_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.papers import as_handed_in, letter_file
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import day

from .door import works_at_a_station
from .forms.consent import EFFECTS, ConsentForm, CorrectionAnswerForm, CorrectionForm
from .looks import look


@only(works_at_a_station)
@sent_once
def browse(request, pk):
    """Every word the resident said about their data, and asking for one more."""
    resident = _mine(request, pk)
    form = ConsentForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _given(request, resident, form):
        messages.success(
            request, _("Written down, with how it was said. It can be withdrawn here at any time.")
        )
        return redirect("station:resident-consents", pk=pk)
    data = {
        "resident": resident,
        "form": form,
        "words": words_of(resident),
        "holds": consents_that_hold(resident, at=now()),
        "still_sent": without_a_basis(resident, station=station_of(request.user), at=now()),
        "child": needs_a_guardian(resident, on=localdate(now())),
    }
    return render(
        request, "station/residents/consents.html", data, status=422 if form.errors else 200
    )


@only(works_at_a_station)
@require_POST
def withdraw(request, pk, word):
    """One consent is withdrawn: for whom it was given, or for everybody."""
    resident = _mine(request, pk)
    given = get_object_or_404(words_of(resident), pk=word, given=True)
    withdraw_consent(
        resident=resident,
        purpose=given.purpose,
        whom=given.whom,
        whom_name=given.whom_name,
        effect=str(EFFECTS[given.purpose]),
        by=request.user,
        at=now(),
    )
    messages.success(
        request,
        _("Withdrawn. %(effect)s") % {"effect": EFFECTS[given.purpose]},
    )
    return redirect("station:resident-consents", pk=pk)


@only(works_at_a_station)
def evidence(request, pk, word):
    """The signed paper, or the signature, as it was handed in."""
    resident = _mine(request, pk)
    row = get_object_or_404(
        Consent.objects.select_related("evidence"),
        pk=word,
        resident__in=records_of(resident),
        evidence__isnull=False,
    )
    return as_handed_in(row.evidence)


@only(works_at_a_station)
@sent_once
def sheet(request, pk):
    """The resident's own sheet: what is held, who looked, what was agreed, how to correct."""
    station = station_of(request.user)
    resident = get_object_or_404(residents_on_file_of(station).defer("id_number"), pk=pk)
    look(request, resident, Look.Reason.ASKED, _("the sheet of their own data"))
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        correction = ask_for_correction(
            resident=resident,
            words=form.cleaned_data["words"],
            owner=request.user,
            by=request.user,
            at=now(),
        )
        messages.success(
            request,
            _("Written down. You see to it, and the resident has an answer by %(day)s.")
            % {"day": day(correction.due_on)},
        )
        return redirect("station:resident-sheet", pk=pk)
    told = sheet_of(resident, at=now())
    data = {
        "resident": resident,
        "sheet": told,
        "form": form,
        "corrections": [
            (row, None if row.answered_at else CorrectionAnswerForm(prefix=f"c{row.pk}"))
            for row in told.corrections
        ],
    }
    return render(request, "station/residents/sheet.html", data, status=422 if form.errors else 200)


@only(works_at_a_station)
@require_POST
def answer(request, pk, correction):
    """What came of a correction the resident asked for."""
    resident = get_object_or_404(residents_on_file_of(station_of(request.user)), pk=pk)
    look(request, resident, Look.Reason.CASEWORK)
    row = get_object_or_404(Correction, resident__in=records_of(resident), pk=correction)
    form = CorrectionAnswerForm(request.POST, prefix=f"c{row.pk}")
    if form.is_valid():
        try:
            answer_correction(correction=row, by=request.user, at=now(), **form.cleaned_data)
        except CannotAnswerCorrection as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Answered. It stands on the resident's sheet."))
    else:
        messages.error(request, _("Please choose what came of it. Nothing was saved."))
    return redirect("station:resident-sheet", pk=pk)


@only(works_at_a_station)
def sheet_letter(request, pk):
    """The same sheet as a letter in large type."""
    station = station_of(request.user)
    resident = get_object_or_404(residents_on_file_of(station).defer("id_number"), pk=pk)
    look(request, resident, Look.Reason.ASKED, _("the sheet of their own data"))
    told = sheet_told(resident, sheet_of(resident, at=now()), station=station, at=now())
    return letter_file("sheets", told, name="sheet")


def _mine(request, pk):
    resident = get_object_or_404(residents_of(station_of(request.user)), pk=pk)
    look(request, resident, Look.Reason.CASEWORK)
    return resident


def _given(request, resident, form):
    """Give the consent with what shows it; what refuses it stands in the form."""
    at = now()
    try:
        shown = form.evidence()
        document = shown and keep_document(name=shown[0], content=shown[1], by=request.user, at=at)
        return give_consent(
            resident=resident, evidence=document, by=request.user, at=at, **form.facts()
        )
    except (CannotGiveConsent, CannotKeepDocument) as refusal:
        form.add_error(None, str(refusal))
    return None
