"""What adjudicators ask this station about its residents, and needs that are there twice."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.matching.findings import CannotCloseFinding, close_finding
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.sameness.asking import CannotAnswer, answer_question
from shanqiao.stories.adjudication import findings_at, questions_to
from shanqiao.www.parts.door import only
from shanqiao.www.parts.findings import SettleForm, about_finding

from .door import works_at_a_station
from .looks import look
from .tabs import of_residents


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What do you know?"),
        help_text=gettext_lazy(
            "For example: the card was seen and copied; a twin brother lives next door; we do not know."
        ),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
    )


@only(works_at_a_station)
def browse(request):
    station = station_of(request.user)
    context = {
        "questions": questions_to(station),
        "findings": findings_at(station),
        "tabs": of_residents(request),
    }
    return render(request, "station/sameness/browse.html", context)


@only(works_at_a_station)
def question(request, pk):
    asked = get_object_or_404(questions_to(station_of(request.user)), pk=pk)
    look(request, asked.resident, Look.Reason.SAME_PERSON)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer_question(
                question=asked, words=form.cleaned_data["words"], by=request.user, at=now()
            )
        except CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answer is with the adjudicator."))
            return redirect("station:sameness")
    context = {"question": asked, "form": form}
    status = 422 if form.errors else 200
    return render(request, "station/sameness/question.html", context, status=status)


@only(works_at_a_station)
def finding(request, pk):
    found = get_object_or_404(findings_at(station_of(request.user)), pk=pk)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            close_finding(
                finding=found,
                how=form.cleaned_data["how"],
                why=form.cleaned_data["why"],
                by=request.user,
                at=now(),
            )
        except CannotCloseFinding as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Settled. Plans and funds go on with it from now on."))
            return redirect("station:sameness")
    context = {"finding": found, "form": form, **about_finding(found)}
    status = 422 if form.errors else 200
    return render(request, "station/sameness/finding.html", context, status=status)
