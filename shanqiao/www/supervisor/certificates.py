"""Certificates for raising money from the public; a supervisor enters that one was withdrawn."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.record.clock import now
from shanqiao.apps.registry.actions import withdraw_certificate
from shanqiao.apps.registry.models import FundraisingCertificate
from shanqiao.www.parts.door import only

from .door import checks_the_city


class WithdrawalForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Withdrawn on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    for_cause = forms.BooleanField(
        label=gettext_lazy("For a breach"),
        required=False,
        help_text=gettext_lazy("Then none is applied for within 5 years."),
    )
    why = forms.CharField(label=gettext_lazy("Document of the authority"), max_length=200)


@only(checks_the_city)
def browse(request):
    certificates = FundraisingCertificate.objects.select_related("holder", "withdrawal")
    data = {
        "certificates": certificates.order_by("valid_to", "pk"),
        "today": localdate(now()),
    }
    return render(request, "supervisor/certificates/browse.html", data)


@only(checks_the_city)
def withdraw(request, pk):
    """From that day the holder opens no campaign and no community fund; what runs goes on as planned (rules FR-14)."""
    certificate = get_object_or_404(
        FundraisingCertificate.objects.select_related("holder").filter(withdrawal=None), pk=pk
    )
    form = WithdrawalForm(request.POST or None, initial={"on": localdate(now())})
    if form.is_valid():
        withdraw_certificate(
            certificate=certificate, by=request.user, at=now(), **form.cleaned_data
        )
        messages.success(
            request,
            _("Written down. From that day no campaign and no community fund begins under it."),
        )
        return redirect("supervisor:certificates")
    return render(
        request,
        "supervisor/certificates/withdraw.html",
        {"certificate": certificate, "form": form},
        status=422 if form.errors else 200,
    )
