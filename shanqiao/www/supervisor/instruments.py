"""Instruments that the city brings in as files; each is checked as a whole before it is kept."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.instruments.actions import CannotBringInstrument, bring_instrument
from shanqiao.apps.instruments.held import current_of, held_all
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.instruments import language

from .door import checks_the_city

LARGEST = 200_000  # bytes


class InstrumentFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file of the instrument (TOML)"),
        help_text=gettext_lazy(
            "At most 200 KB. It is checked as a whole; nothing is saved while anything is wrong."
        ),
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self):
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 200 KB."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is not written in UTF-8. Save it as UTF-8 and hand it in again.")
            ) from None


@only(checks_the_city)
def browse(request):
    form = InstrumentFileForm(request.POST or None, request.FILES or None)
    faults = ()
    if form.is_valid():
        try:
            edition = bring_instrument(text=form.cleaned_data["file"], by=request.user, at=now())
        except CannotBringInstrument as refusal:
            form.add_error("file", str(refusal))
            faults = [
                (fault.line, fault.where, fault.zh if language().startswith("zh") else fault.en)
                for fault in refusal.faults
            ]
        else:
            messages.success(
                request,
                _("Kept: %(instrument)s. Stations use it from its first day on.")
                % {"instrument": edition},
            )
            return redirect("supervisor:instruments")
    everything = held_all()
    current = current_of(everything, on=localdate(now()))
    data = {
        "form": form,
        "faults": faults,
        "held": [
            (
                held.instrument.words.spoken(language()),
                held,
                current.get(held.instrument.code) == held,
            )
            for held in everything
        ],
    }
    return render(request, "supervisor/instruments.html", data, status=422 if form.errors else 200)
