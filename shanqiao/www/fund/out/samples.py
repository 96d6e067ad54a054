"""Did it arrive? Some are drawn and asked; what they say holds for all within a stated precision."""

import secrets

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.paying.calling import CannotAnswer, CannotDraw, answer_call, draw_sample
from shanqiao.apps.paying.models import Drawn
from shanqiao.apps.paying.queries import estimate_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.money_out import drawn_of, samples_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from ..about import told_of
from ..door import has_a_seat
from .filters import SampleFilter
from .forms import AnswerForm, SampleForm
from .pictures import estimate_drawn
from .tables import SampleTable

EMPTY = Empty(
    says=gettext_lazy(
        "Nothing was drawn yet. Name the days, and how exactly you want to know: some payments are drawn by a seed that anybody can check."
    )
)


@only(has_a_seat)
def browse(request):
    funds = list(funds_of(request.user).order_by("pk"))
    form = SampleForm(request.POST or None)
    if form.is_valid():
        fund = next((f for f in funds if str(f.pk) == request.POST.get("fund")), funds[0])
        sample = _drawn(request, form, fund)
        if sample:
            return redirect("fund:sample", pk=sample.pk)
    return listing(
        request,
        table=SampleTable,
        filters=SampleFilter,
        rows=samples_of(request.user),
        template="fund/out/samples.html",
        file_name="samples",
        empty=EMPTY,
        context={"form": form, "funds": funds},
    )


@only(has_a_seat)
def show(request, pk):
    sample = get_object_or_404(samples_of(request.user), pk=pk)
    estimate = estimate_of(sample)
    drawn = drawn_of(sample)
    data = {
        "sample": sample,
        "estimate": estimate,
        "picture": estimate_drawn(estimate) if estimate.reached else None,
        "drawn": [(one, told_of(one.payment.grant)) for one in drawn],
        "margin": sample.margin / 1000,
        "confidence": sample.confidence / 1000,
    }
    return render(request, "fund/out/sample.html", data)


@only(has_a_seat)
def answer(request, pk):
    """What was heard about one drawn payment."""
    drawn = get_object_or_404(
        Drawn.objects.filter(sample__fund__in=funds_of(request.user), answer=None).select_related(
            "sample", "payment__grant__need__resident__street", "payment__grant__purse"
        ),
        pk=pk,
    )
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer_call(drawn=drawn, by=request.user, at=now(), **form.cleaned_data)
        except CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is kept."))
            return redirect("fund:sample", pk=drawn.sample_id)
    data = {"form": form, "drawn": drawn, "told": told_of(drawn.payment.grant)}
    return render(request, "fund/out/answer.html", data, status=422 if form.errors else 200)


def _drawn(request, form, fund):
    said = form.cleaned_data
    try:
        return draw_sample(
            fund=fund,
            first_on=said["first_on"],
            last_on=said["last_on"],
            margin=int(said["margin"] * 10),
            confidence=int(said["confidence"] * 10),
            seed=secrets.token_hex(16),
            by=request.user,
            at=now(),
        )
    except CannotDraw as refusal:
        form.add_error(None, str(refusal))
        return None
