from django import forms
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.lists.handed_in import LARGEST

NOT_THERE = ("", _("not on the list"))
COLUMNS = {
    "name": _("Name"),
    "gender": _("Sex"),
    "id_no": _("Identity number"),
    "dob": _("Born on"),
    "phone": _("Phone"),
    "station_street": _("Street or town"),
    "address": _("Address"),
}
_OF_A_PERSON = {
    "name": _("Name"),
    "id_no": _("Identity number"),
    "phone": _("Phone"),
    "dob": _("Born on"),
}
EARLIER_COLUMNS = {
    "cases": _OF_A_PERSON
    | {
        "number": _("Number of the case"),
        "began_on": _("Began on"),
        "source": _("How they came"),
        "problem": _("Kind of problem"),
        "worker": _("Social worker"),
        "state": _("State of the case"),
        "ended_on": _("Ended on"),
        "ended_why": _("Why it ended"),
        "words": _("Notes"),
    },
    "contacts": _OF_A_PERSON
    | {
        "done_on": _("Day"),
        "kind": _("Kind of contact"),
        "minutes": _("How long it took"),
        "words": _("What happened"),
        "worker": _("Social worker"),
    },
}
OF_KIND = {
    "cases": (
        _("The old list of cases"),
        _(
            "One case in each row. Excel (.xlsx) or CSV, at most 8 MB and 20,000 rows, headings above."
        ),
    ),
    "contacts": (
        _("The old list of contacts"),
        _(
            "One visit, talk or call in each row. Excel (.xlsx) or CSV, at most 8 MB and 20,000 rows."
        ),
    ),
}


class HandInForm(forms.Form):
    """A file with one resident in each row."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "Excel (.xlsx) or CSV, at most 8 MB and 20,000 rows, one resident in each row, headings above. "
            "It is kept sealed, and forgotten once it is taken in."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is empty or larger than 8 MB. Please divide it and hand in the parts.")
            )
        return file


class HandInEarlierForm(HandInForm):
    """A file with one case, or one contact, of before in each row."""

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, prefix=kind, **kwargs)
        self.fields["file"].label = OF_KIND[kind][0]
        self.fields["file"].help_text = OF_KIND[kind][1]


class HeadingsForm(forms.Form):
    """Which heading of the file is which column."""

    def __init__(self, *args, present, taken, columns=COLUMNS, needed=("name",), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [NOT_THERE, *((heading, heading) for heading in present)]
        for column, label in columns.items():
            self.fields[column] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=column in needed,
                initial=taken.get(column, ""),
            )

    def clean(self):
        data = super().clean()
        chosen = [heading for heading in data.values() if heading]
        for column, heading in list(data.items()):
            if heading and chosen.count(heading) > 1:
                self.add_error(column, _("This heading is chosen twice. Choose another one."))
        return data


class AllowForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it right all the same?"),
        help_text=_("It stays on record. Please write no name or number in it."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


class UndoListForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it undone?"),
        help_text=_("It stays on record. Please write no name or number in it."),
        max_length=200,
    )
