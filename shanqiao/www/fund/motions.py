"""Motions: what is asked, each member's answer, and what came of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.governing.actions import CannotDeclareInterest, declare_interest
from shanqiao.apps.governing.counting import count_of, is_settled
from shanqiao.apps.governing.leftover import CannotMoveSurplus, move_surplus, moved_by
from shanqiao.apps.governing.models import Motion, Vote
from shanqiao.apps.governing.queries import interests_in, members_of
from shanqiao.apps.governing.voting import (
    CannotClose,
    CannotPutMotion,
    CannotVote,
    cast_vote,
    close_motion,
    may_answer_on,
    put_motion,
)
from shanqiao.apps.matching.big_uses import decisions_about
from shanqiao.apps.record.clock import now
from shanqiao.stories.governing import funds_governed_by, funds_run_by, motions_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import governs, runs_a_fund
from .forms_governing import AnswerForm, MotionForm
from .tables_governing import MotionFilter, MotionTable


@only(governs)
def browse(request):
    funds = funds_governed_by(request.user, on=localdate(now()))
    return listing(
        request,
        table=MotionTable,
        filters=MotionFilter,
        rows=motions_of(funds, person=request.user),
        template="fund/governing/motions.html",
        file_name="motions",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "What a fund decides is a motion: a question, each member's answer, and a count by its rules. None was put yet."
            ),
            step=gettext_lazy("To the funds"),
            url_name="fund:governance",
        ),
    )


@only(governs)
def put(request, pk):
    fund = get_object_or_404(funds_governed_by(request.user, on=localdate(now())), pk=pk)
    form = MotionForm(request.POST or None, fund=fund)
    if form.is_valid():
        try:
            motion = put_motion(fund=fund, by=request.user, at=now(), **form.cleaned_data)
        except CannotPutMotion as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The motion is put. The members can answer it now."))
            return redirect("fund:motion", pk=motion.pk)
    data = {
        "form": form,
        "fund": fund,
        "heading": _("Put a motion"),
        "press": _("Put it to the committee"),
    }
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)


@only(governs)
def show(request, pk):
    return _page(request, _mine(request, pk), AnswerForm())


@only(governs)
@require_POST
def answer(request, pk):
    motion = _mine(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            if said["choice"] == Vote.Choice.RECUSED and not interests_in(motion, request.user):
                declare_interest(
                    fund=motion.fund,
                    motion=motion,
                    words=said["words"] or _("declared with the answer"),
                    by=request.user,
                    at=now(),
                )
            cast_vote(motion=motion, by=request.user, at=now(), **said)
        except (CannotVote, CannotDeclareInterest) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is kept. It stays as it is."))
            return redirect("fund:motion", pk=pk)
    return _page(request, motion, form)


@only(governs)
@require_POST
def close(request, pk):
    motion = _mine(request, pk)
    try:
        result = close_motion(motion=motion, by=request.user, at=now())
    except CannotClose as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("The motion is carried.") if result.carried else _("The motion is not carried."),
        )
    return redirect("fund:motion", pk=pk)


@only(runs_a_fund)
@require_POST
def move(request, pk):
    """What was left goes where the committee decided."""
    motion = get_object_or_404(
        Motion.objects.filter(fund__in=funds_run_by(request.user), surplus__isnull=False), pk=pk
    )
    try:
        move_surplus(surplus=motion.surplus, by=request.user, at=now())
    except CannotMoveSurplus as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is in the other purse now, and can be followed there."))
    return redirect("fund:motion", pk=pk)


def _mine(request, pk):
    funds = funds_governed_by(request.user, on=localdate(now()))
    return get_object_or_404(motions_of(funds, person=request.user), pk=pk)


def _page(request, motion, form):
    on, count = localdate(now()), count_of(motion)
    result = getattr(motion, "result", None)
    surplus = getattr(motion, "surplus", None)
    members = members_of(motion.fund, on=motion.on).select_related("person").order_by("role", "pk")
    votes = {vote.member_id: vote for vote in motion.votes.all()}
    sits = any(member.person_id == request.user.pk for member in members)
    bound = interests_in(motion, request.user).exists()
    if bound:
        form.fields["choice"].choices = [(Vote.Choice.RECUSED.value, Vote.Choice.RECUSED.label)]
    data = {
        "motion": motion,
        "change": getattr(motion, "change", None),
        "surplus": surplus,
        "moved": moved_by(surplus) if surplus else None,
        "left": decisions_about(motion.purse)
        .filter(pk=motion.pk)
        .values_list("left", flat=True)
        .first()
        if motion.kind == Motion.Kind.BIG_USE
        else None,
        "result": result,
        "count": count,
        "answers": [(member, votes.get(member.pk)) for member in members],
        "form": form,
        "bound": bound,
        "may_answer": sits and not motion.answered and not result and may_answer_on(motion, on),
        "may_count": result is None and is_settled(motion, count, on=on),
        "runs": funds_run_by(request.user).filter(pk=motion.fund_id).exists(),
    }
    return render(request, "fund/governing/motion.html", data, status=422 if form.errors else 200)


def _sentence(rows):
    count = rows.order_by().count()
    if not count:
        return ""
    open_ = rows.filter(result=None).order_by().count()
    words = ngettext(
        "%(n)s motion, %(open)s of them open.", "%(n)s motions, %(open)s of them open.", count
    )
    return words % {"n": f"{count:,}", "open": f"{open_:,}"}
