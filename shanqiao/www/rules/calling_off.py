"""What is to come into force is called off before its first day, with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.calling_off import CannotCallOff, call_off_value, call_off_version
from shanqiao.apps.rules.models import ParameterValue, RuleVersion
from shanqiao.www.parts.door import only

from .door import keeps_the_rules
from .forms import CallOffForm


@only(keeps_the_rules)
def version(request, pk):
    version = get_object_or_404(RuleVersion.objects.select_related("rule"), pk=pk)
    back = reverse("rules:rule", args=[version.rule_id])
    return _ask(request, version.rule, back, call_off_version, version=version)


@only(keeps_the_rules)
def value(request, pk):
    value = get_object_or_404(ParameterValue.objects.select_related("parameter"), pk=pk)
    back = reverse("rules:parameter", args=[value.parameter_id])
    return _ask(request, value.parameter, back, call_off_value, value=value)


def _ask(request, what, back, action, **about):
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        try:
            action(by=request.user, at=now(), **about, **form.cleaned_data)
        except CannotCallOff as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Called off. It does not come into force."))
            return redirect(back)
    data = {
        "form": form,
        "heading": _("Call off: %(what)s") % {"what": what},
        "press": _("Call it off"),
        "back": back,
        "back_words": str(what),
    }
    return render(request, "rules/form.html", data, status=422 if form.errors else 200)
