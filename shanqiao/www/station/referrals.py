"""Referrals of a station: what it sent and what was sent to it, writing one with what stands in the way, and its page."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.referrals.actions import (
    CannotDraftReferral,
    CannotSendReferral,
    cancel_referral,
    draft_referral,
    send_referral,
)
from shanqiao.apps.referrals.basis import by_exception, still_rests
from shanqiao.apps.referrals.links import open_link
from shanqiao.apps.referrals.models import Override, ReferralStep
from shanqiao.apps.referrals.problems import in_the_way
from shanqiao.apps.referrals.queries import escalations_of, steps_of
from shanqiao.apps.referrals.states import OVER, State
from shanqiao.apps.referrals.stepping import CannotStepReferral
from shanqiao.apps.residents.queries import key_of
from shanqiao.stories.referrals import (
    LEADS_TO,
    receipts_for,
    sent_by,
    sent_to,
    way_of_referral,
    whom_to_ask,
)
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.referrals import DoneForm, forms_for, look_of
from shanqiao.www.parts.words import together

from .door import works_at_a_station
from .forms.referral import ReferForm, WhyForm
from .looks import look
from .referral_tables import IncomingTable, ReferralFilter, ReferralTable

Reason = ReferralStep.Reason
IN_OF = (State.REQUESTED, State.ACCEPTED, State.IN_PROGRESS, State.ON_HOLD)


@only(works_at_a_station)
def browse(request):
    return listing(
        request,
        table=ReferralTable,
        filters=ReferralFilter,
        rows=sent_by(station_of(request.user), at=now()),
        template="station/referrals/browse.html",
        file_name="referrals",
        note_export=lambda kind: _note_file(request, kind),
        sentence=_sentence,
        context={"here": "out"},
        empty=Empty(
            says=gettext_lazy(
                "Here are the referrals your station wrote. One begins on the page of a need: ask there whom to refer to."
            ),
            step=gettext_lazy("See the needs"),
            url_name="station:needs",
        ),
    )


@only(works_at_a_station)
def incoming(request):
    return listing(
        request,
        table=IncomingTable,
        filters=ReferralFilter,
        rows=sent_to(station_of(request.user), at=now()),
        template="station/referrals/browse.html",
        file_name="referrals-in",
        note_export=lambda kind: _note_file(request, kind),
        sentence=_sentence,
        context={"here": "in"},
        empty=Empty(says=gettext_lazy("No other station has sent anything to yours yet.")),
    )


def _note_file(request, kind):
    """Whoever takes a list along is on record."""
    station = station_of(request.user)
    note(act="station.export_referrals", subject=station, by=request.user, at=now(), why=kind)


@only(works_at_a_station)
def refer(request, pk):
    """Write a referral; the answer to "can this succeed?" comes while one chooses."""
    station, at = station_of(request.user), now()
    need = get_object_or_404(needs_of(station).select_related("resident__street"), pk=pk)
    look(request, need.resident, Look.Reason.CASEWORK)
    form = ReferForm(
        request.POST or None,
        need=need,
        groups=whom_to_ask(need, at=at),
        at=at,
        initial={"to": request.GET.get("to", "")},
    )
    if request.htmx.target == "preflight":
        told = {"need": need, **_checked(form, at=at)}
        return render(request, "station/referrals/refer.html#preflight", told)
    if form.is_valid():
        try:
            with transaction.atomic():
                referral = draft_referral(need=need, by=request.user, at=at, **form.facts())
                if request.POST.get("act") == "send":
                    send_referral(referral=referral, by=request.user, at=at)
        except (CannotDraftReferral, CannotSendReferral) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(referral, request.POST.get("act") == "send"))
            return redirect("station:referral", pk=referral.pk)
    checked = _checked(form, at=at) if form.is_bound else {}
    data = {"need": need, "form": form, **checked}
    return render(request, "station/referrals/refer.html", data, status=422 if form.errors else 200)


@only(works_at_a_station)
def page(request, pk):
    """The page of a referral, for the station that sent it and for the one it was sent to."""
    station, at = station_of(request.user), now()
    referral = sent_by(station, at=at).filter(pk=pk).first()
    if referral is None:
        return incoming_page(request, get_object_or_404(sent_to(station, at=at), pk=pk))
    return page_of(request, referral)


def page_of(request, referral, *, done=None, cancelling=None):
    """The page for the station that sent it, with a form that was refused where there is one."""
    at = now()
    look(request, referral.need.resident, Look.Reason.CASEWORK)
    draft, waits = referral.state == State.DRAFT, referral.state in IN_OF
    rests = not waits or still_rests(referral, at=at)
    may_be_done = referral.state in (State.ACCEPTED, State.IN_PROGRESS)
    whom = referral.organisation or referral.to_station
    overrides = Override.objects.filter(need=referral.need, whom=key_of(whom)) if whom else []
    data = _common(referral) | {
        "problems": in_the_way(referral, at=at) if draft else [],
        "over": referral.last_kind in OVER,
        "done": done or (DoneForm(**_of_done(referral)) if may_be_done else None),
        "cancelling": cancelling or WhyForm(),
        "link": open_link(referral, at=at),
        "rests": rests,
        "may_link": bool(referral.organisation_id) and waits and rests,
        "may_override": draft and whom is not None,
        "overrides": overrides,
        "override_form": WhyForm(prefix="override"),
        "mine": True,
    }
    wrong = any(form is not None and form.errors for form in (done, cancelling))
    return render(request, "station/referrals/page.html", data, status=422 if wrong else 200)


def _of_done(referral):
    return {"referral": referral, "receipts": receipts_for(referral), "station": True}


def incoming_page(request, referral, *, answers=None):
    """No name before it is accepted, and none after it was taken back; each look is on record."""
    knows = knows_whom(referral)
    if knows:
        look(request, referral.need.resident, Look.Reason.CASEWORK)
    answers = answers if answers is not None else forms_for(referral)
    data = _common(referral) | {
        "answers": answers,
        "knows": knows,
        "by_exception": knows and by_exception(referral, at=now()),
        "accepted": referral.steps.filter(kind="accepted").exists(),
        "mine": False,
    }
    wrong = any(form.errors for form in answers.values())
    return render(request, "station/referrals/incoming.html", data, status=422 if wrong else 200)


def knows_whom(referral):
    """May the station it was sent to know whose need it is: it accepted, and nothing was taken back since?"""
    if referral.state in (State.CANCELLED, State.REVOKED):
        return False
    return referral.steps.filter(kind="accepted").exists() and still_rests(referral, at=now())


def _common(referral):
    last = list(steps_of(referral).order_by("number"))
    return {
        "referral": referral,
        "state": State(referral.state),
        "look": look_of(referral.state),
        "way": way_of_referral(referral),
        "steps": last,
        "escalations": escalations_of(referral),
        "reason_words": Reason(referral.reason).label if referral.reason else "",
        "shows_evidence": True,
        "leads_to": LEADS_TO.get(referral.reason, ""),
    }


@only(works_at_a_station)
@require_POST
def send(request, pk):
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    try:
        send_referral(referral=referral, by=request.user, at=now())
    except CannotSendReferral as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(referral, True))
    return redirect("station:referral", pk=pk)


@only(works_at_a_station)
@require_POST
def cancel(request, pk):
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            cancel_referral(
                referral=referral, why=form.cleaned_data["why"], by=request.user, at=now()
            )
        except CannotStepReferral as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Taken back. The need is open for other help."))
            return redirect("station:referral", pk=pk)
    return page_of(request, referral, cancelling=form)


def _checked(form, *, at):
    """What stands in the way of what was typed so far."""
    referral = form.as_referral()
    if referral is None:
        return {"checked": False}
    found = in_the_way(referral, at=at)
    return {
        "checked": True,
        "stops": [one for one in found if one.stops],
        "notes": [one for one in found if not one.stops],
    }


def _said(referral, is_sent):
    if not is_sent:
        return _("Kept as a draft. Nothing was sent yet.")
    return _("Sent. If nobody answers in time, it goes before one more person on each side.")


def _sentence(rows):
    counts = rows.order_by().aggregate(
        all=Count("pk"),
        waits=Count("pk", filter=Q(state=State.REQUESTED)),
        over_time=Count("pk", filter=Q(late=True)),
    )
    counts["late"] = counts.pop("over_time")  # an annotation has the name already
    words = [ngettext("%(all)s referral.", "%(all)s referrals.", counts["all"])]
    if counts["waits"]:
        words.append(
            ngettext(
                "%(waits)s waits for an answer.", "%(waits)s wait for an answer.", counts["waits"]
            )
        )
    if counts["late"]:
        words.append(ngettext("%(late)s is late.", "%(late)s are late.", counts["late"]))
    return together(sentence % counts for sentence in words)
