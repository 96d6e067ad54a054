"""A wording of a rule: written with its words beside it, tried, and switched on by another person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.actions import (
    CannotDraftRule,
    CannotSwitchOnRule,
    draft_rule,
    switch_on_rule,
)
from shanqiao.apps.rules.models import Rule, RuleVersion
from shanqiao.apps.rules.queries import simulations_of, tried_for
from shanqiao.www.parts.door import only

from .checking import checked, names
from .door import keeps_the_rules, reads_the_rules
from .forms import OnForm, VersionForm

SHOWN = 10  # simulations


@only(keeps_the_rules)
def write(request, pk):
    """A new version; it begins with the text of the latest one."""
    rule = get_object_or_404(Rule, pk=pk)
    latest = rule.versions.order_by("-written_at", "-pk").first()
    form = VersionForm(request.POST or None, initial={"text": latest.text if latest else ""})
    looks_only = "look" in request.POST  # without scripts, to see what it says
    if form.is_valid() and not looks_only:
        try:
            version = draft_rule(rule=rule, by=request.user, at=now(), **form.cleaned_data)
        except CannotDraftRule as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(
                request,
                _(
                    "Written down. Nothing changes for anybody yet; simulate it before it is switched on."
                ),
            )
            return redirect("rules:version", pk=version.pk)
    data = {
        "rule": rule,
        "form": form,
        "checked": checked(form["text"].value() or ""),
        "names": names(),
    }
    status = 422 if form.errors and not looks_only else 200
    return render(request, "rules/write.html", data, status=status)


@only(reads_the_rules)
def page(request, pk):
    version = get_object_or_404(
        RuleVersion.objects.select_related("rule", "written_by").prefetch_related(
            "switched_on__switched_by"
        ),
        pk=pk,
    )
    at, simulations = now(), simulations_of(version)
    tried = tried_for(version, first_on=localdate(at), at=at) is not None
    keeps, in_force = keeps_rules(request.user), version.in_force
    data = {
        "version": version,
        "rule": version.rule,
        "checked": checked(version.text),
        "simulations": simulations[:SHOWN],
        "tried": tried,
        "keeps": keeps,
        "in_force": in_force,
        "may_call_off": keeps and in_force and in_force.first_on > localdate(at),
        "wrote_it": version.written_by_id == request.user.pk,
        "form": OnForm(initial={"first_on": localdate(at)}),
    }
    return render(request, "rules/version.html", data)


@only(keeps_the_rules)
@require_POST
def switch_on(request, pk):
    version = get_object_or_404(RuleVersion.objects.select_related("rule"), pk=pk)
    form = OnForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("Please choose the day from which it is in force. Nothing was changed.")
        )
        return redirect("rules:version", pk=pk)
    try:
        switch_on_rule(
            version=version, first_on=form.cleaned_data["first_on"], by=request.user, at=now()
        )
    except CannotSwitchOnRule as refusal:
        messages.error(request, str(refusal))
        return redirect("rules:version", pk=pk)
    messages.success(
        request, _("Switched on. Whoever may have it from then on can read it at their station.")
    )
    return redirect("rules:rule", pk=version.rule_id)
