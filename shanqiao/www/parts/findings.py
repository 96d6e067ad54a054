"""A finding of double help, as the station, the adjudicator and supervision see it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.matching.doubles import Doubles
from shanqiao.apps.matching.models import Cover, Finding
from shanqiao.apps.needs.kinds import unit_of
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.stories.pseudonyms import code_of


class SettleForm(forms.Form):
    """What a finding turned out to be, and what was done."""

    how = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (code, words)
            for code, words in Finding.Closing.choices
            if code != Finding.Closing.PARTED
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("What was done, and with whom was it agreed?"),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
    )


def about_finding(finding):
    """Both needs with what each lacks and was promised, and what both together may still get."""
    needs = finding.first, finding.second
    assessed = {a.need_id: a for a in latest_assessments(needs=needs)}
    granted = dict(Cover.objects.filter(need__in=needs).values_list("need_id", "granted"))
    return {
        "unit": unit_of(finding.first.kind),
        "sides": [
            {
                "need": need,
                "code": code_of(need.resident_id),
                "needed": assessed[need.pk].needed if need.pk in assessed else None,
                "granted": granted.get(need.pk, 0),
            }
            for need in needs
        ],
        "left": None if finding.closed_at else Doubles([finding.first_id]).left(finding.first_id),
    }
