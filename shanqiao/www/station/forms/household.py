from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.residents.models import Membership

from .facts import SILENT, day_field

RELATIONS = [(r.value, r.label) for r in Membership.Relation if r != Membership.Relation.HEAD]


class FormHouseholdForm(forms.Form):
    """This resident is the head; the others are added afterwards, one by one."""

    on = day_field(_("Since when do they live together?"), required=True)
    address = forms.CharField(
        label=_("Shared address"),
        required=False,
        max_length=200,
        help_text=_("Only if it is another than the address of the resident."),
        widget=forms.TextInput(attrs=SILENT),
    )
    phone = forms.CharField(
        label=_("Shared phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=SILENT | {"type": "tel"}),
    )


class JoinForm(forms.Form):
    """Who belongs to it, as a search found them, and what they are to the head."""

    known = forms.CharField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(label=_("What are they to the head?"), choices=RELATIONS)
    on = day_field(_("Since when?"), required=True)


class LeaveForm(forms.Form):
    membership = forms.TypedChoiceField(label=_("Who leaves?"), coerce=int)
    on = day_field(_("The first day without them"), required=True)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [(m.pk, m.resident.name) for m in members]


class HeadForm(forms.Form):
    """Who is the head, and what each of the others is to them."""

    head = forms.TypedChoiceField(label=_("Who is the head?"), coerce=int)
    on = day_field(_("Since when?"), required=True)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self._members = members
        self.fields["head"].choices = [(m.resident_id, m.resident.name) for m in members]
        for m in members:
            self.fields[f"relation-{m.resident_id}"] = forms.ChoiceField(
                label=_("%(who)s is to the new head") % {"who": m.resident.name},
                choices=RELATIONS,
                initial=Membership.Relation.NOT_SAID,
            )

    def relations(self):
        """As ``change_head`` takes it."""
        return {
            m.resident_id: self.cleaned_data[f"relation-{m.resident_id}"] for m in self._members
        }


class DissolveForm(forms.Form):
    on = day_field(_("The first day without it"), required=True)
