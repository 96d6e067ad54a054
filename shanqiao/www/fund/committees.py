"""Who governs a fund, by which rules, and what is due next."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.governing.actions import (
    CannotAppoint,
    CannotDeclareInterest,
    CannotEndMembership,
    CannotWriteRules,
    appoint_member,
    declare_interest,
    end_membership,
    write_rules,
)
from shanqiao.apps.governing.models import Member, Motion
from shanqiao.apps.governing.queries import committees_of, motions_waiting_for, rules_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.governing import funds_governed_by, funds_run_by, governed, with_members
from shanqiao.www.parts.door import only

from .door import governs, runs_a_fund
from .forms_governing import InterestForm, MemberForm, RulesForm

LATEST = 5  # motions on the page of a fund


@only(governs)
def home(request):
    at = now()
    on = localdate(at)
    found = governed(funds_governed_by(request.user, on=on), at=at)
    due = sorted(
        (thing for one in found for thing in one.due), key=lambda d: (not d.late, d.on or on)
    )
    data = {
        "governed": found,
        "due": due,
        "waiting": motions_waiting_for(request.user, on=on).select_related("fund"),
    }
    return render(request, "fund/governing/home.html", data)


@only(governs)
def show(request, pk):
    at = now()
    on = localdate(at)
    fund = get_object_or_404(funds_governed_by(request.user, on=on), pk=pk)
    rules = list(rules_of(fund))
    data = {
        "fund": fund,
        "one": governed([fund], at=at)[0],
        "members": with_members(fund, on=on),
        "rules": next((r for r in rules if r.since <= on), None),
        "versions": rules,
        "purses": fund.purses.order_by("name", "pk"),
        "motions": Motion.objects.filter(fund=fund)
        .select_related("result")
        .order_by("-put_at")[:LATEST],
        "runs": funds_run_by(request.user).filter(pk=fund.pk).exists(),
        "sits": committees_of(request.user, on=on).filter(fund=fund).exists(),
    }
    return render(request, "fund/governing/committee.html", data)


@only(runs_a_fund)
def appoint(request, pk):
    fund = get_object_or_404(funds_run_by(request.user), pk=pk)
    form = MemberForm(request.POST or None, initial={"since": localdate(now())})
    if form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if k != "username"}
        try:
            member = appoint_member(fund=fund, by=request.user, at=now(), **facts)
        except CannotAppoint as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("%(name)s is on the committee from that day.") % {"name": member.person},
            )
            return redirect("fund:committee", pk=pk)
    return _form(request, form, fund, _("Add a member"), _("Put on the committee"))


@only(runs_a_fund)
@require_POST
def end(request, pk):
    member = get_object_or_404(Member.objects.filter(fund__in=funds_run_by(request.user)), pk=pk)
    try:
        end_membership(member=member, until=localdate(now()), by=request.user, at=now())
    except CannotEndMembership as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Today is this member's last day. What they answered stays."))
    return redirect("fund:committee", pk=member.fund_id)


@only(governs)
def interest(request, pk):
    fund = get_object_or_404(funds_governed_by(request.user, on=localdate(now())), pk=pk)
    form = InterestForm(request.POST or None)
    if form.is_valid():
        try:
            declare_interest(fund=fund, by=request.user, at=now(), **form.cleaned_data)
        except CannotDeclareInterest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Declared. You take no part in decisions about this organisation.")
            )
            return redirect("fund:committee", pk=pk)
    return _form(request, form, fund, _("Declare an interest"), _("Declare it"))


@only(runs_a_fund)
def rules(request, pk):
    fund = get_object_or_404(funds_run_by(request.user), pk=pk)
    before = rules_of(fund).first()
    motion = (
        Motion.objects.filter(fund=fund, kind=Motion.Kind.RULES, result__carried=True, rules=None)
        .order_by("-put_at")
        .first()
        if before
        else None
    )
    started = {"since": localdate(now())} | (
        {
            "text": before.text,
            "quorum_over": before.quorum_over,
            "majority_over": before.majority_over,
        }
        if before
        else {}
    )
    form = RulesForm(request.POST or None, initial=started)
    if form.is_valid():
        try:
            write_rules(fund=fund, motion=motion, by=request.user, at=now(), **form.cleaned_data)
        except CannotWriteRules as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rules are written down, with their first day."))
            return redirect("fund:committee", pk=pk)
    return _form(request, form, fund, _("Write down the rules"), _("Write them down"))


def _form(request, form, fund, heading, press):
    data = {"form": form, "fund": fund, "heading": heading, "press": press}
    return render(request, "fund/governing/form.html", data, status=422 if form.errors else 200)
