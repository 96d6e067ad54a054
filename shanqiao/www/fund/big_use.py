"""Naming the decision of the committee by which a need gets a big use of a purse."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.big_uses import CannotNameDecision, decisions_about, name_decision
from shanqiao.apps.record.clock import now
from shanqiao.stories.proposals import all_proposals_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import day, yuan

from .about import told_of
from .asking import ASKS
from .door import runs_a_fund


class DecisionForm(forms.Form):
    motion = forms.ModelChoiceField(
        label=gettext_lazy("By which decision?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=gettext_lazy(
            "Carried motions about a big use of this purse of which something is left."
        ),
    )

    def __init__(self, *args, motions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["motion"].queryset = motions
        self.fields["motion"].label_from_instance = _in_words


@only(runs_a_fund)
def name(request, pk):
    mine = all_proposals_of(request.user).filter(purse__fund__in=funds_of(request.user, *ASKS))
    proposal = get_object_or_404(mine.waiting(), pk=pk)
    motions = decisions_about(proposal.purse).filter(left__gt=0)
    form = DecisionForm(request.POST if request.method == "POST" else None, motions=motions)
    if form.is_valid():
        try:
            name_decision(
                need=proposal.need, purse=proposal.purse, by=request.user, at=now(),
                **form.cleaned_data,
            )  # fmt: skip
        except CannotNameDecision as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Named. The manager of the fund can approve by it now."))
            return redirect("fund:proposal", pk=pk)
    data = {
        "form": form,
        "proposal": proposal,
        "told": told_of(proposal),
        "decided": motions.exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "fund/proposals/decision.html", data, status=status)


def _in_words(motion):
    told = {"title": motion.title, "day": day(motion.on)}
    return _("%(title)s · %(day)s · %(left)s of %(amount)s left") % {
        **told,
        "left": yuan(motion.left),
        "amount": yuan(motion.amount),
    }
