"""What organisations may ask: one supervisor proposes, another approves, and a key is handed over once."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import get_default_timezone, localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from procrastinate import exceptions
from procrastinate.contrib.django import app

from shanqiao.apps.inquiries.actions import (
    CannotApprovePurpose,
    CannotIssueKey,
    CannotProposePurpose,
    approve_purpose,
    end_purpose,
    issue_key,
    propose_purpose,
    revoke_key,
)
from shanqiao.apps.inquiries.limits import LONGEST, MOST_A_DAY, USUAL_A_DAY
from shanqiao.apps.inquiries.models import Purpose, PurposeKey
from shanqiao.apps.inquiries.queries import inquiries_of, live_key_of, with_answers, with_live_key
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.apps.registry.models import Organisation
from shanqiao.feeds.token_files import KeyFile, key_file_text
from shanqiao.www.parts.door import only
from shanqiao.www.parts.inquiries import kinds_in_words

from .door import checks_the_city

TASK = "shanqiao.jobs.tasks.make_tokens_of_key"
USUAL_KEY = timedelta(days=180)
SHOWN = 10  # questions


class PurposeForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Who may ask"), queryset=Organisation.objects.order_by("name")
    )
    name = forms.CharField(
        label=gettext_lazy("For what, in Chinese"),
        help_text=gettext_lazy("A few words residents understand, such as 送餐前核对."),
        max_length=60,
    )
    name_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=90)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which kinds of help"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days ahead"),
        help_text=gettext_lazy("Help that touches these days, counted from the question, is told."),
        min_value=1,
        max_value=LONGEST,
        initial=90,
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Legal ground"),
        choices=Purpose.Ground.choices,
        widget=forms.RadioSelect,
        initial=Purpose.Ground.CONTRACT,
    )
    ground_words = forms.CharField(
        label=gettext_lazy("Document and article"),
        help_text=gettext_lazy("Where one can read that the people on the list were told."),
        max_length=200,
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to ask where it is not sure"),
        help_text=gettext_lazy("An office and its telephone; it is sent to the organisation."),
        max_length=120,
    )
    rows_a_day = forms.IntegerField(
        label=gettext_lazy("Rows a day at most"),
        min_value=1,
        max_value=MOST_A_DAY,
        initial=USUAL_A_DAY,
    )


class WhyForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why"), min_length=2, max_length=200)


class UntilForm(forms.Form):
    until_on = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


@only(checks_the_city)
def browse(request):
    purposes = Purpose.objects.select_related("organisation", "proposed_by").order_by(
        "ended_at", "organisation__name", "pk"
    )
    rows = [
        (purpose, kinds_in_words(purpose.kinds)) for purpose in with_live_key(purposes, at=now())
    ]
    return render(request, "supervisor/purposes/browse.html", {"purposes": rows})


@only(checks_the_city)
def propose(request):
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        try:
            purpose = propose_purpose(by=request.user, at=now(), **form.cleaned_data)
        except CannotProposePurpose as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Proposed. Another supervisor approves it; then a key can be issued.")
            )
            return redirect("supervisor:purpose", pk=purpose.pk)
    status = 422 if form.errors else 200
    return render(request, "supervisor/purposes/propose.html", {"form": form}, status=status)


@only(checks_the_city)
def page(request, pk):
    purpose = get_object_or_404(
        Purpose.objects.select_related("organisation", "proposed_by", "approved_by", "ended_by"),
        pk=pk,
    )
    until = localdate(now()) + USUAL_KEY
    data = {
        "purpose": purpose,
        "kinds": kinds_in_words(purpose.kinds),
        "live": live_key_of(purpose, at=now()),
        "keys": PurposeKey.objects.filter(purpose=purpose)
        .select_related("issued_by", "revoked_by")
        .order_by("-pk"),
        "may_approve": purpose.approved_at is None and purpose.proposed_by_id != request.user.pk,
        "why": WhyForm(),
        "until": UntilForm(initial={"until_on": until}),
        "inquiries": with_answers(
            inquiries_of([purpose.organisation_id]).filter(key__purpose=purpose)
        )[:SHOWN],
    }
    return render(request, "supervisor/purposes/page.html", data)


@only(checks_the_city)
@require_POST
def approve(request, pk):
    try:
        approve_purpose(purpose=get_object_or_404(Purpose, pk=pk), by=request.user, at=now())
    except CannotApprovePurpose as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Approved. A key can be issued now."))
    return redirect("supervisor:purpose", pk=pk)


@only(checks_the_city)
@require_POST
@never_cache
def issue(request, pk):
    """The key file itself, once."""
    purpose = get_object_or_404(Purpose.objects.select_related("organisation"), pk=pk)
    form = UntilForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose the day on which the key ends."))
        return redirect("supervisor:purpose", pk=pk)
    ends = datetime.combine(
        form.cleaned_data["until_on"] + timedelta(days=1), time(), tzinfo=get_default_timezone()
    )
    try:
        handed = issue_key(purpose=purpose, expires_at=ends, by=request.user, at=now())
    except CannotIssueKey as refusal:
        messages.error(request, str(refusal))
        return redirect("supervisor:purpose", pk=pk)
    _hand_to_the_worker(handed.key)
    kept = KeyFile(
        key=handed.key.pk,
        purpose=purpose.name,
        organisation=purpose.organisation.name,
        expires_at=localtime(ends).isoformat(timespec="minutes"),
        token_key=handed.token_key,
        secret=handed.secret,
    )
    answer = HttpResponse(key_file_text(kept), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="shanqiao-key-{handed.key.pk}.json"'
    return answer


@only(checks_the_city)
@require_POST
def revoke(request, pk):
    """The key of a purpose is revoked; with ``end`` the purpose ends as well."""
    purpose = get_object_or_404(Purpose, pk=pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say why in a few words. Nothing was changed."))
        return redirect("supervisor:purpose", pk=pk)
    why = form.cleaned_data["why"]
    if "end" in request.POST:
        end_purpose(purpose=purpose, why=why, by=request.user, at=now())
        messages.success(request, _("The purpose has ended, and nothing can be asked for it."))
        return redirect("supervisor:purpose", pk=pk)
    for key in PurposeKey.objects.filter(purpose=purpose, revoked_at=None):
        revoke_key(key=key, why=why, by=request.user, at=now())
    messages.success(request, _("The key was revoked and opens nothing any more."))
    return redirect("supervisor:purpose", pk=pk)


def _hand_to_the_worker(key):
    """The tokens of all residents take some minutes in a large city; a lost job is made up for at night."""
    job = app.configure_task(TASK, queueing_lock=f"tokens:{key.pk}")
    try:
        with transaction.atomic():
            job.defer(key_id=key.pk)
    except exceptions.AlreadyEnqueued:
        return
