from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import unit_of
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.www.parts.amounts import AmountField


def urgency_field(**more):
    return forms.TypedChoiceField(
        label=_("How long can it wait?"),
        choices=[
            (Assessment.Urgency.CAN_WAIT, _("It can wait: some months make no difference")),
            (Assessment.Urgency.SOON, _("Soon: within some weeks")),
            (Assessment.Urgency.NOW, _("Now: within some days")),
        ],
        coerce=int,
        **more,
    )


class AssessForm(forms.Form):
    """What is lacking in all, what is met elsewhere, how gravely, how urgently. The unit is that of the need."""

    severity = forms.IntegerField(
        label=_("How grave is it, from 0 to 100?"),
        min_value=0,
        max_value=100,
        help_text=_(
            "0–19 light · 20–39 noticeable, copes alone · 40–59 serious, copes with help · "
            "60–79 grave, daily life fails · 80–100 gravest, health or home in danger"
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    urgency = urgency_field(widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What did you see?"),
        help_text=_(
            "Funds read this without the name. Please write no name, address or number in it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )
    field_order = ("needed", "elsewhere", "severity", "urgency", "words")

    def __init__(self, *args, need, before=None, **kwargs):
        unit = unit_of(need.kind)
        if before:
            kept = ("needed", "elsewhere", "severity", "urgency", "words")
            kwargs["initial"] = {name: getattr(before, name) for name in kept}
        super().__init__(*args, **kwargs)
        self.fields["needed"] = AmountField(
            unit=unit,
            label=_("How much is needed in all?"),
            help_text=_(
                "The whole of it, whatever was promised already; nothing is counted twice."
            ),
        )
        self.fields["elsewhere"] = AmountField(
            unit=unit,
            label=_("How much of it is met elsewhere?"),
            help_text=_("By insurance, government relief, family or an employer; 0 if nothing is."),
            initial=0,
        )
        self.order_fields(self.field_order)

    def take_severity(self, severity):
        """The severity was scored with an instrument: it is computed, not typed."""
        self.initial["severity"] = severity
        self.fields["severity"].disabled = True
        self.fields["severity"].help_text = _("Computed from the answers of the score below.")

    def take_amounts(self):
        """The amounts were counted from bills: they are computed, not typed."""
        for name in ("needed", "elsewhere"):
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Counted from the bills and from who paid them.")


class CloseForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why is it closed?"), choices=Need.Closing.choices, widget=forms.RadioSelect
    )
