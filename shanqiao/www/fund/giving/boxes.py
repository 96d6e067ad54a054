from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.giving.boxes import (
    CannotUseBox,
    deposit_cash,
    open_box,
    open_point,
    put_up_box,
    seal_box,
    sign_sheet,
)
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.clock import now
from shanqiao.stories.gifts import boxes_of, latest_rounds_of, rounds_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import yuan

from ..door import has_a_seat
from .box_forms import CountForm, DepositForm, OpenForm, PointForm, SealForm


@only(has_a_seat)
def browse(request):
    boxes = list(boxes_of(request.user))
    latest = latest_rounds_of(boxes)
    for box in boxes:
        box.round = latest.get(box.pk)
        box.stage = stage_of(box.round)
    return render(request, "fund/giving/boxes.html", {"boxes": boxes})


@only(has_a_seat)
def new_point(request):
    form = PointForm(request.POST or None, purses=purses_of(request.user))
    if form.is_valid():
        told = dict(form.cleaned_data)
        number, said = told.pop("number"), {"by": request.user, "at": now()}
        try:
            with transaction.atomic():
                box = put_up_box(point=open_point(**told, **said), number=number, **said)
        except CannotUseBox as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The box stands there. Seal it before it takes anything."))
            return redirect("fund:box", pk=box.pk)
    status = 422 if form.errors else 200
    return render(request, "fund/giving/point_new.html", {"form": form}, status=status)


@only(has_a_seat)
def show(request, pk):
    return _page(request, _mine(request, pk))


@only(has_a_seat)
def seal(request, pk):
    def act(box, form, _latest):
        return seal_box(box=box, by=request.user, at=now(), **form.cleaned_data)

    return _answer(request, pk, "seal", act, lambda _seal: _("The box is sealed and collects."))


@only(has_a_seat)
def open_up(request, pk):
    def act(_box, form, latest):
        return open_box(seal=latest, by=request.user, at=now(), **form.cleaned_data)

    def says(_opening):
        return _("The box is open. Each of you counts now, and signs a sheet.")

    return _answer(request, pk, "open", act, says)


@only(has_a_seat)
def count(request, pk):
    def act(_box, form, latest):
        return sign_sheet(opening=latest.opening, by=request.user, at=now(), **form.pieces)

    return _answer(request, pk, "count", act, _counted)


@only(has_a_seat)
def pay_in(request, pk):
    def act(_box, form, latest):
        gift = latest.opening.tally.gift
        return deposit_cash(gift=gift, by=request.user, at=now(), **form.cleaned_data)

    return _answer(request, pk, "pay_in", act, lambda _deposit: _("The money is at the bank."))


def stage_of(seal):
    """What is to be done with a box next: seal, open, count, pay_in."""
    if seal is None:
        return "seal"
    if not hasattr(seal, "opening"):
        return "open"
    if not hasattr(seal.opening, "tally"):
        return "count"
    tally = seal.opening.tally
    return "pay_in" if tally.gift and not hasattr(tally.gift, "deposit") else "seal"


def _answer(request, pk, stage, act, says):
    """Do what a form of the page asks, if the box stands where the form thinks it does."""
    box = _mine(request, pk)
    latest = rounds_of(box).first()
    if request.method != "POST":
        return redirect("fund:box", pk=pk)
    if stage_of(latest) != stage:
        messages.error(request, _("Somebody went on with this box meanwhile. Here it stands now."))
        return redirect("fund:box", pk=pk)
    form = _form(request, box, stage, request.POST)
    if form.is_valid():
        try:
            done = act(box, form, latest)
        except CannotUseBox as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, says(done))
            return redirect("fund:box", pk=pk)
    return _page(request, box, form)


def _counted(outcome):
    sheet, tally = outcome
    if tally is None:
        return _("Your sheet of %(sum)s is signed. It counts once the other has the same.") % {
            "sum": yuan(sheet.total)
        }
    return _("Both counted %(sum)s. It is a gift in the purse from now on.") % {
        "sum": yuan(sheet.total)
    }


def _page(request, box, form=None):
    rounds = list(rounds_of(box))
    latest = rounds[0] if rounds else None
    stage = stage_of(latest)
    opening = latest.opening if stage == "count" else None
    data = {
        "box": box,
        "rounds": rounds,
        "latest": latest,
        "stage": stage,
        "form": form or _form(request, box, stage),
        "sheets": _sheets(opening, request.user) if opening else None,
        "may_count": opening and request.user.pk in (opening.by_id, opening.beside_id),
        "two": opening and (opening.by, opening.beside),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "fund/giving/box.html", data, status=status)


def _form(request, box, stage, typed=None):
    match stage:
        case "seal":
            return SealForm(typed, colleagues=_colleagues(request, box))
        case "open":
            return OpenForm(typed, colleagues=_colleagues(request, box))
        case "count":
            return CountForm(typed)
        case _:
            return DepositForm(typed)


def _sheets(opening, person):
    """How it stands between the two who count; the other's figures are not shown before one's own are signed."""
    latest = {}
    for sheet in opening.sheets.select_related("by").order_by("pk"):
        latest[sheet.by_id] = sheet
    mine = latest.pop(person.pk, None)
    other = next(iter(latest.values()), None)
    return {"mine": mine, "other": other, "differ": bool(mine and other)}


def _colleagues(request, box):
    seats = Seat.objects.filter(fund=box.point.purse.fund, until=None)
    return (
        Person.objects.filter(pk__in=seats.values("person"))
        .exclude(pk=request.user.pk)
        .order_by("name", "pk")
    )


def _mine(request, pk):
    return get_object_or_404(boxes_of(request.user), pk=pk)
