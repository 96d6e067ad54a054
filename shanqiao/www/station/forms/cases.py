from datetime import datetime, time

from django import forms
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shanqiao.apps.cases.models import Case, Closure, Contact, FollowUp, GoalState, Kind, Part
from shanqiao.apps.cases.planning import Aim

from .facts import SILENT, day_field

GOALS = 4  # on one form; a longer plan is hard to keep in mind
LONG = {"rows": 4}
SHORT = {"rows": 2}
_named = forms.ModelChoiceField


def text(label, *, help_text="", required=True, rows=LONG):
    """A field for sentences."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs=rows),
    )


def minutes_field(**words):
    label = gettext_lazy("How many minutes?")
    return forms.IntegerField(label=label, min_value=1, max_value=600, **words)


def place_field():
    silent = forms.TextInput(attrs=SILENT)
    return forms.CharField(
        label=gettext_lazy("Where?"), required=False, max_length=200, widget=silent
    )


def one_of(label, choices, **words):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **words)


class OpenCaseForm(forms.Form):
    """How somebody came, how urgent it is, and what was seen first."""

    source = one_of(gettext_lazy("How did they come?"), Case.Source.choices)
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("How long can it wait?"),
        choices=Case.Urgency.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    judgement = text(
        gettext_lazy("What is your first judgement?"),
        help_text=gettext_lazy(
            "What they ask for, what you saw, and why your station takes it up. It is kept sealed."
        ),
    )


class EstimateForm(forms.Form):
    """The person, the family, what is around them; and on which assessments it rests, where there are some.

    Args:
        sittings: {identity of a sitting: its name and day}.
    """

    person = text(
        gettext_lazy("The person"),
        help_text=gettext_lazy("Health, feeling, strengths, what they themselves wish."),
    )
    family = text(
        gettext_lazy("The family"),
        help_text=gettext_lazy("Who lives with them, who helps, where it is difficult."),
        required=False,
    )
    social = text(
        gettext_lazy("What is around them"),
        help_text=gettext_lazy("Neighbours, work, school, offices, money."),
        required=False,
    )

    def __init__(self, *args, sittings=None, **kwargs):
        super().__init__(*args, **kwargs)
        if sittings:
            self.fields["sittings"] = forms.TypedMultipleChoiceField(
                label=_("On which assessments does it rest?"),
                help_text=_("Whoever reads the estimate finds them beside it."),
                choices=list(sittings.items()),
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class PlanForm(forms.Form):
    """How, until when, and up to four goals, each with how one sees that it is reached."""

    strategy = text(gettext_lazy("How do you go about it?"))
    review_on = day_field(gettext_lazy("When do you look at it again?"), required=True)

    def __init__(self, *args, needs, before=(), **kwargs):
        super().__init__(*args, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        choices = [(pk, need.get_kind_display()) for pk, need in self._needs.items()]
        for n in range(1, GOALS + 1):
            goal = before[n - 1] if n <= len(before) else None
            first = n == 1
            self.fields[f"words{n}"] = text(
                _("Goal %(n)s: what is to be reached?") % {"n": n}, required=first, rows=SHORT
            )
            self.fields[f"measure{n}"] = text(
                _("Goal %(n)s: how does one see it?") % {"n": n}, required=first, rows=SHORT
            )
            self.fields[f"due{n}"] = day_field(
                _("Goal %(n)s: until when?") % {"n": n}, required=first
            )
            if choices:
                self.fields[f"needs{n}"] = forms.MultipleChoiceField(
                    label=_("Goal %(n)s: which needs is it about?") % {"n": n},
                    choices=choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
            if goal:
                self.initial |= {
                    f"words{n}": goal.words,
                    f"measure{n}": goal.measure,
                    f"due{n}": goal.due_on,
                    f"needs{n}": [str(need.pk) for need in goal.needs],
                }

    def clean(self):
        data = super().clean()
        for n in range(2, GOALS + 1):
            named = [data.get(f"{part}{n}") for part in ("words", "measure", "due")]
            if any(named) and not all(named):
                self.add_error(f"words{n}", _("A goal says what, how one sees it, and until when."))
        return data

    def aims(self):
        """The goals that were filled in."""
        data = self.cleaned_data
        return [
            Aim(
                words=data[f"words{n}"],
                measure=data[f"measure{n}"],
                due_on=data[f"due{n}"],
                needs=tuple(self._needs[pk] for pk in data.get(f"needs{n}", ())),
            )
            for n in range(1, GOALS + 1)
            if data.get(f"words{n}")
        ]


class AnswerPlanForm(forms.Form):
    words = text(
        gettext_lazy("What do you say to it?"),
        required=False,
        help_text=gettext_lazy("Needed where something is missing."),
    )


class SettleForm(forms.Form):
    state = one_of(gettext_lazy("What became of it?"), GoalState.State.choices)
    why = text(gettext_lazy("By what does one see it?"), rows=SHORT)


class EvaluateForm(forms.Form):
    """What came of each goal, of the whole, and what the resident says."""

    words = text(gettext_lazy("What came of it, as a whole?"))
    client_says = forms.TypedChoiceField(
        label=gettext_lazy("What does the resident say?"),
        choices=[
            ("", gettext_lazy("not asked")),
            (5, gettext_lazy("5, very content")),
            (4, "4"),
            (3, "3"),
            (2, "2"),
            (1, gettext_lazy("1, not content at all")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self._goals = {f"goal{goal.pk}": goal for goal in goals}
        for name, goal in self._goals.items():
            self.fields[name] = one_of(
                goal.words,
                GoalState.State.choices,
                initial=goal.state.state if goal.state else None,
            )
        self.order_fields([*self._goals, "words", "client_says"])

    def results(self):
        return {goal: self.cleaned_data[name] for name, goal in self._goals.items()}


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What was it?"), choices=Kind.choices)
    done_on = day_field(gettext_lazy("On which day?"), required=True)
    minutes = minutes_field()
    place = place_field()
    words = text(gettext_lazy("What happened in the case?"))
    level = one_of(gettext_lazy("Who reads it?"), (), initial=Contact.Level.ORDINARY)

    def __init__(self, *args, may_counsel, **kwargs):
        super().__init__(*args, **kwargs)
        levels = Contact.Level
        self.fields["level"].choices = [
            (level.value, level.label)
            for level in levels
            if may_counsel or level != levels.COUNSELLING
        ]


class AppointmentForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What will it be?"), choices=Kind.choices)
    on = day_field(gettext_lazy("On which day?"), required=True)
    hour = forms.TimeField(
        label=gettext_lazy("At what time?"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    minutes = minutes_field(initial=60)
    place = place_field()

    def planned_for(self):
        data = self.cleaned_data
        hour = data["hour"] or time(9)
        return datetime.combine(data["on"], hour, tzinfo=get_default_timezone())


class CallOffForm(forms.Form):
    why = text(gettext_lazy("Why does it not take place?"), rows=SHORT)


class CloseCaseForm(forms.Form):
    reason = one_of(pgettext_lazy("of a case", "Why is it closed?"), Closure.Reason.choices)
    words = text(gettext_lazy("How does it stand?"))


class ReopenForm(forms.Form):
    why = text(gettext_lazy("Why is it opened again?"))


class FollowUpForm(forms.Form):
    how = one_of(gettext_lazy("How does it go?"), FollowUp.How.choices)
    words = text(gettext_lazy("In words"), required=False)


class PlanFollowUpForm(forms.Form):
    due_on = day_field(gettext_lazy("When does somebody ask again?"), required=True)


class HandoverForm(forms.Form):
    receiver = _named(label=gettext_lazy("To whom?"), queryset=None)
    words = text(
        gettext_lazy("What do they need to know?"),
        help_text=gettext_lazy("What is promised, what comes next, what to be careful about."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = people


class AnswerHandoverForm(forms.Form):
    words = text(gettext_lazy("If you cannot take it over: why?"), required=False, rows=SHORT)


class ColleagueForm(forms.Form):
    person = _named(label=gettext_lazy("Who?"), queryset=None)
    role = one_of(gettext_lazy("As what?"), Part.As.choices)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
