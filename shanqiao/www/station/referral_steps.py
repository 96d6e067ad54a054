"""What a station does on the page of a referral: answer one that came in, say that one is done, write to an agency."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
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
from shanqiao.apps.referrals.links import CannotMakeLink, make_link
from shanqiao.apps.referrals.models import Override
from shanqiao.apps.referrals.states import Side
from shanqiao.feeds.letters import set_letters, square_code
from shanqiao.stories.referral_letters import letter_to_agency
from shanqiao.stories.referrals import receipts_for, sent_by, sent_to
from shanqiao.www.parts.door import only
from shanqiao.www.parts.referrals import DoneForm, Overtaken, forms_for, take, take_asked

from .door import works_at_a_station
from .forms.referral import WhyForm
from .looks import look
from .referrals import IN_OF, incoming_page, page_of


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
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    told = letter_to_agency(
        referral,
        link,
        address=request.build_absolute_uri(f"/referral/{token}/"),
        square_code=square_code,
        language=language,
    )
    answer = HttpResponse(
        set_letters("referrals", [told], language=language), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'attachment; filename="referral-{referral.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@only(works_at_a_station)
@require_POST
def override(request, pk):
    """One of the station asks for an exception from the consent; another one agrees."""
    referral = get_object_or_404(sent_by(station_of(request.user), at=now()), pk=pk)
    try:
        if "agree" in request.POST:
            row = get_object_or_404(
                Override.objects.filter(need=referral.need), pk=request.POST["agree"]
            )
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
