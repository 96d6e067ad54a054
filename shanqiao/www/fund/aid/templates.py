"""The template that a programme follows: chosen among those that come with shanqiao and the fund's own, or brought in."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.programmes.templates import (
    CannotAttachTemplate,
    CannotBringTemplate,
    attach_template,
    bring_template,
    template_of,
    templates_for,
)
from shanqiao.apps.record.clock import now
from shanqiao.stories.consultations import in_our_language
from shanqiao.stories.programmes import programmes_of
from shanqiao.www.parts.door import only

from ..door import decides

LARGEST = 400_000  # bytes; a template has a hundred lines


class ChooseForm(forms.Form):
    NONE = "none"
    template = forms.ChoiceField(label=gettext_lazy("Which template?"), widget=forms.RadioSelect)

    def __init__(self, *args, held, **kwargs):
        super().__init__(*args, **kwargs)
        self._held = {one.key: one for one in held}
        self.fields["template"].choices = [
            *((key, _named(one)) for key, one in self._held.items()),
            (self.NONE, _("none: the programme asks for no papers of its own")),
        ]

    def clean_template(self):
        return self._held.get(self.cleaned_data["template"])


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("A template of your own"),
        help_text=gettext_lazy("A TOML file in UTF-8. The guide tells its form."),
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large for a template."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as refusal:
            raise forms.ValidationError(
                _("This file is no text in UTF-8. Please save it so and try again.")
            ) from refusal


@only(decides)
def choose(request, pk):
    mine = funds_of(request.user, Seat.Role.DECIDES)
    programme = get_object_or_404(programmes_of(request.user).filter(purse__fund__in=mine), pk=pk)
    bringing = request.method == "POST" and "bring" in request.POST
    bring = BringForm(request.POST if bringing else None, request.FILES if bringing else None)
    faults = ()
    if bringing and bring.is_valid():
        try:
            bring_template(
                fund=programme.purse.fund,
                text=bring.cleaned_data["file"],
                by=request.user,
                at=now(),
            )
        except CannotBringTemplate as refusal:
            bring.add_error("file", str(refusal))
            faults = refusal.faults
        else:
            messages.success(request, _("Brought in. Choose it now, if the programme follows it."))
            return redirect("fund:programme-template", pk=pk)
    held = templates_for(programme.purse.fund)
    now_is = template_of(programme)
    chosen = ChooseForm.NONE
    if (
        now_is
    ):  # of a version that nobody may choose any more nothing is chosen: it goes by word only
        chosen = next((one.key for one in held if one.read == now_is), "")
    form = ChooseForm(
        request.POST if request.method == "POST" and not bringing else None,
        held=held,
        initial={"template": chosen},
    )
    if form.is_valid():
        try:
            attach_template(
                programme=programme, held=form.cleaned_data["template"], by=request.user, at=now()
            )
        except CannotAttachTemplate as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("From now on stations hand in its papers before they apply.")
            )
            return redirect("fund:programme", pk=pk)
    data = {"programme": programme, "form": form, "bring": bring, "faults": faults}
    wrong = form.errors or bring.errors
    return render(request, "fund/aid/template.html", data, status=422 if wrong else 200)


def _named(held):
    facts = {
        "name": in_our_language(held.read.name),
        "version": held.read.version,
        "source": held.read.source,
    }
    if held.row and held.row.fund_id:
        return _("%(name)s · own, version %(version)s · %(source)s") % facts
    return _("%(name)s · version %(version)s · %(source)s") % facts
