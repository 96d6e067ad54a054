"""What a station does on the page of a referral: answer one that came in, say that one is done, write to an agency."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.referrals.actions import (
    CannotOverride,
    agree_to_override,
    ask_for_override,
)
from shanqiao.apps.referrals.answering import Answerer, complete_referral
from shanqiao.apps.referrals.basis import by_exception
from shanqiao.apps.referrals.links import CannotMakeLink, make_link
from shanqiao.apps.referrals.models import Override
from shanqiao.apps.referrals.queries import steps_of
from shanqiao.apps.referrals.states import Side
from shanqiao.feeds.letters import square_code
from shanqiao.stories.referral_letters import letter_to_agency
from shanqiao.stories.referrals import receipts_for, sent_by, sent_to
from shanqiao.www.parts.door import only
from shanqiao.www.parts.papers import as_handed_in, language_of_letters, letter_file
from shanqiao.www.parts.referrals import DoneForm, Overtaken, forms_for, take, take_asked

from .door import works_at_a_station
from .forms.referral import WhyForm
from .looks import look
from .referrals import IN_OF, incoming_page, knows_whom, page_of


@only(works_at_a_station)
@require_POST
def answer(request, pk):
    """This station answers what another sent."""
    referral = get_object_or_404(sent_to(station_of(request.user), at=now()), pk=pk)
    answers = forms_for(referral, posted=request.POST, files=request.FILES)
    try:
        step = take_asked(request, referral, answers)
    except Overtaken:
        messages.error(request, _("Somebody was faster. Please look where it stands now."))
        return redirect("station:referral", pk=pk)
    if step is None:
        return incoming_page(request, referral, answers=answers)
    messages.success(request, _("Answered. The other station reads it now."))
    return redirect("station:referral", pk=pk)


@only(works_at_a_station)
@require_POST
def done(request, pk):
    """The station that sent it says that it is done, and what shows it."""
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    form = DoneForm(
        request.POST,
        request.FILES,
        referral=referral,
        receipts=receipts_for(referral),
        station=True,
    )
    answerer = Answerer(person=request.user)
    step = take(
        form,
        "complete",
        keeps=request.user,
        do=lambda _action, facts: complete_referral(
            referral=referral, answerer=answerer, at=now(), side=Side.REQUESTER, **facts
        ),
    )
    if step is None:
        return page_of(request, referral, done=form)
    messages.success(
        request,
        _("Done. If something is lacking again, assess the need anew; it can be sent again."),
    )
    return redirect("station:referral", pk=pk)


@only(works_at_a_station)
@require_POST
def letter(request, pk):
    """A letter to an agency without an account, with the address at which it answers once."""
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    if not referral.organisation_id or referral.state not in IN_OF:
        raise Http404
    look(request, referral.need.resident, Look.Reason.CASEWORK)
    try:
        link, token = make_link(referral=referral, by=request.user, at=now())
    except CannotMakeLink as refusal:
        messages.error(request, str(refusal))
        return redirect("station:referral", pk=pk)
    told = letter_to_agency(
        referral,
        link,
        address=request.build_absolute_uri(reverse("public:referral", args=[token])),
        square_code=square_code,
        language=language_of_letters(),
        by_exception=by_exception(referral, at=now()),
    )
    return letter_file("referrals", told, name=f"referral-{referral.pk}")


@only(works_at_a_station)
def evidence(request, pk, number):
    """What shows that it is done, as it was handed in: for both stations, never for a fund."""
    station, at = station_of(request.user), now()
    referral = sent_by(station, at=at).filter(pk=pk).first()
    if referral is None:
        referral = get_object_or_404(sent_to(station, at=at), pk=pk)
        if not knows_whom(referral):
            raise Http404
    step = get_object_or_404(steps_of(referral), number=number)
    document = step.document or (step.receipt and step.receipt.evidence)
    if document is None:
        raise Http404
    look(request, referral.need.resident, Look.Reason.CASEWORK)
    return as_handed_in(document)


@only(works_at_a_station)
@require_POST
def override(request, pk):
    """One of the station asks for an exception from the consent; another one agrees."""
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    try:
        if "agree" in request.POST:
            pk_of_it = request.POST["agree"]
            if not pk_of_it.isdecimal():
                raise Http404
            row = get_object_or_404(Override, need=referral.need, pk=pk_of_it)
            agree_to_override(override=row, by=request.user, at=now())
            messages.success(
                request,
                _("Agreed. It can be sent without the consent now; the resident will be told."),
            )
        else:
            form = WhyForm(request.POST, prefix="override")
            ask_for_override(
                need=referral.need,
                whom=referral.addressee,
                why=form.data.get("override-why", ""),
                by=request.user,
                at=now(),
            )
            messages.success(
                request, _("Asked. A second person of your station agrees on this page.")
            )
    except CannotOverride as refusal:
        messages.error(request, str(refusal))
    return redirect("station:referral", pk=pk)
