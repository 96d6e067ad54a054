"""Serious-illness aid at the station: the page of an aid, bills, and earlier payers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.illness.actions import (
    CannotHandInBill,
    CannotOpenAid,
    CannotWriteClaim,
    ask_payer,
    decide_claim,
    hand_in_bill,
    open_aid,
    strike_bill,
    write_paid,
)
from shanqiao.apps.illness.models import Bill, Claim, IllnessAid, Layer
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.stories.consultations import talks_of
from shanqiao.stories.illness import aids_of, papers_asked, seen
from shanqiao.stories.programmes import offers_for
from shanqiao.stories.station_lists import needs_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.papers import as_handed_in
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import quantity

from .door import works_at_a_station
from .forms.illness import BillForm, DecideForm, OpenAidForm, PayerForm, StrikeForm
from .looks import look
from .paper_forms import OF_FORMS


@only(works_at_a_station)
def page(request, pk):
    """The aid of a need of medical costs; where there is none yet, it is opened here."""
    need = get_object_or_404(needs_of(station_of(request.user)), pk=pk, kind=Kind.CASH_MEDICAL)
    look(request, need.resident, Look.Reason.CASEWORK)
    aid = IllnessAid.objects.filter(need=need).select_related("opened_by").first()
    if aid is None:
        return _open(request, need)
    at = now()
    data = {
        "need": need,
        "aid": aid,
        "seen": seen(aid),
        "talks": talks_of(aid, on=localdate(at)),
        "papers": papers_asked(need, on=localdate(at)),
        "struck": aid.bills.exclude(struck_at=None).select_related("struck_by"),
        "offers": offers_for(need, at=at) if not need.closed_at and need.lacking else [],
    }
    return render(request, "station/illness/page.html", data)


def _open(request, need):
    form = OpenAidForm(request.POST or None)
    if form.is_valid():
        try:
            open_aid(need=need, by=request.user, at=now(), **form.cleaned_data)
        except CannotOpenAid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Begun. Go through the questions with the family first."))
            return redirect("station:illness", pk=need.pk)
    return _form(request, need, form, _("Begin serious-illness aid"), _("Begin"))


@only(works_at_a_station)
@sent_once
def bill_new(request, pk):
    aid = aid_of(request, pk)
    form = BillForm(request.POST or None, request.FILES or None, initial={"hospital": aid.hospital})
    if form.is_valid():
        told = dict(form.cleaned_data)
        file = told.pop("file")
        try:
            at = now()
            document = keep_document(name=file.name, content=file.read(), by=request.user, at=at)
            _bill, asked = hand_in_bill(aid=aid, document=document, by=request.user, at=at, **told)
        except CannotKeepDocument as refusal:
            form.add_error("file", str(refusal))
        except CannotHandInBill as refusal:
            form.add_error(None, str(refusal))
        else:
            return _counted(request, aid, asked)
    data = {"need": aid.need, "form": form}
    return render(request, "station/illness/bill.html", data, status=422 if form.errors else 200)


@only(works_at_a_station)
def bill_strike(request, pk, bill):
    aid = aid_of(request, pk)
    bill = get_object_or_404(Bill, pk=bill, aid=aid, struck_at=None)
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        try:
            asked = strike_bill(bill=bill, by=request.user, at=now(), **form.cleaned_data)
        except CannotHandInBill as refusal:
            form.add_error(None, str(refusal))
        else:
            return _counted(request, aid, asked)
    lead = _("…%(tail)s of %(hospital)s") % {"tail": bill.tail, "hospital": bill.hospital}
    return _form(request, aid.need, form, _("Strike a bill out"), _("Strike it out"), lead)


@only(works_at_a_station)
def bill_sheet(request, pk, bill):
    """The bill as it was handed in."""
    aid = aid_of(request, pk)
    return as_handed_in(
        get_object_or_404(Bill.objects.select_related("document"), pk=bill, aid=aid).document
    )


@only(works_at_a_station)
def payer(request, pk, bill, layer):
    """What an earlier payer paid for a bill, or that it was asked."""
    aid = aid_of(request, pk)
    bill = get_object_or_404(Bill, pk=bill, aid=aid, struck_at=None)
    if layer not in Layer.values:
        raise Http404
    form = PayerForm(request.POST or None, initial={"on": localdate(now())})
    if form.is_valid():
        told, says = form.cleaned_data, {"bill": bill, "layer": layer, "by": request.user}
        try:
            if told["how"] == PayerForm.PAID:
                _claim, asked = write_paid(
                    paid=told["amount"],
                    decided_on=told["on"],
                    words=told["words"],
                    at=now(),
                    **says,
                )
            else:
                _claim, asked = ask_payer(
                    expected=told["amount"], asked_on=told["on"], can_wait=told["can_wait"],
                    at=now(), **says,
                )  # fmt: skip
        except CannotWriteClaim as refusal:
            form.add_error(None, str(refusal))
        else:
            return _counted(request, aid, asked)
    title = str(Layer(layer).label)
    lead = _("Bill …%(tail)s") % {"tail": bill.tail}
    return _form(request, aid.need, form, title[:1].upper() + title[1:], _("Write it down"), lead)


@only(works_at_a_station)
def claim(request, pk, claim):
    """What a payer that was asked decided."""
    aid = aid_of(request, pk)
    claim = get_object_or_404(
        Claim.objects.select_related("bill__aid__need"), pk=claim, bill__aid=aid, decided_at=None
    )
    form = DecideForm(
        request.POST or None, initial={"on": localdate(now()), "paid": claim.expected}
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            asked = decide_claim(
                claim=claim, paid=told["paid"], decided_on=told["on"], words=told["words"],
                by=request.user, at=now(),
            )  # fmt: skip
        except CannotWriteClaim as refusal:
            form.add_error(None, str(refusal))
        else:
            return _counted(request, aid, asked)
    title = _("Decision of: %(payer)s") % {"payer": claim.get_layer_display()}
    lead = _("Asked on %(day)s; %(much)s were expected.") % {
        "day": claim.asked_on,
        "much": quantity(claim.expected, "fen"),
    }
    return _form(request, aid.need, form, title, _("Write it down"), lead)


def _counted(request, aid, asked):
    """What is true now: the gap, and what is asked back for it."""
    now_seen = seen(aid)
    messages.success(
        request,
        _("Counted again: %(much)s are lacking now.") % {"much": quantity(now_seen.lacking, "fen")},
    )
    if asked:
        much = quantity(sum(row.count for row in asked), "fen")
        funds = len({row.grant.purse.fund_id for row in asked})
        messages.warning(
            request,
            ngettext(
                "That is less than was promised: %(much)s are asked back of %(n)s fund. It reads why.",
                "That is less than was promised: %(much)s are asked back of %(n)s funds. They read why.",
                funds,
            )
            % {"much": much, "n": funds},
        )
    return redirect("station:illness", pk=aid.need_id)


def aid_of(request, pk):
    """The aid of a need whose resident the station looks after; that somebody looks is recorded."""
    aid = get_object_or_404(aids_of(station_of(request.user)), need=pk)
    look(request, aid.need.resident, Look.Reason.CASEWORK)
    return aid


def _form(request, need, form, title, button, lead=""):
    data = {"need": need, "form": form, "title": title, "button": button, "lead": lead}
    data["paper"] = OF_FORMS[type(form)]
    data["of_aid"] = IllnessAid.objects.filter(need=need).exists()
    return render(request, "station/illness/form.html", data, status=422 if form.errors else 200)
