import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.bank.models import MatchLine, Remark
from shanqiao.apps.bank.queries import accounts_of, said_in
from shanqiao.stories.subjects import about_words
from shanqiao.www.fund.filters import EVERY, DayInput

from .hosts import hosts_of

SEARCH = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})


class StatementFilter(filters.FilterSet):
    stage = filters.ChoiceFilter(
        label=_("Stage"),
        method="at_stage",
        choices=[
            ("waits", _("waits for you")),
            ("taken", _("taken in")),
            ("given_up", _("given up")),
        ],
        empty_label=EVERY,
    )
    told = filters.ChoiceFilter(
        label=_("With"),
        method="with_something",
        choices=[
            ("broken", _("breaks of the balance")),
            ("wrong", _("wrong rows")),
            ("doubles", _("possible doubles")),
        ],
        empty_label=_("anything"),
    )

    def at_stage(self, rows, _name, stage):
        match stage:
            case "taken":
                return rows.exclude(taken_at=None)
            case "given_up":
                return rows.exclude(given_up_at=None)
        return rows.filter(taken_at=None, given_up_at=None)

    def with_something(self, rows, _name, what):
        return rows.filter(**{f"{what}__gt": 0})


class RemarkFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Remark.Kind, empty_label=EVERY)
    line = filters.NumberFilter(label=_("Line of the file"), min_value=1)


class AccountFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search"), method="search", widget=SEARCH)

    def search(self, rows, _name, text):
        text = text.strip()
        return rows.filter(
            Q(name__icontains=text) | Q(bank__icontains=text) | Q(tail=text[-4:].upper())
        )


class _OfLines(filters.FilterSet):
    """What lists of lines share."""

    q = filters.CharFilter(
        label=_("Counterparty, words or reference"), method="search", widget=SEARCH
    )
    account = filters.ChoiceFilter(label=_("Account"), field_name="account", empty_label=EVERY)
    side = filters.ChoiceFilter(
        label=_("In or out"),
        method="on_side",
        choices=[("in", _("came in")), ("out", _("went out"))],
        empty_label=EVERY,
    )
    since = filters.DateFilter(
        label=_("From day"), field_name="booked_on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("To day"), field_name="booked_on", lookup_expr="lte", widget=DayInput
    )
    least = filters.NumberFilter(label=_("From how much"), method="at_least", min_value=0)
    most = filters.NumberFilter(label=_("To how much"), method="at_most", min_value=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._accounts = list(accounts_of(hosts_of(self.request.user)))
        self.filters["account"].extra["choices"] = [(a.pk, str(a)) for a in self._accounts]

    def filter_queryset(self, queryset):
        """Words last: lines are opened to look into them, so the fewer the better."""
        text = self.form.cleaned_data.pop("q", "")
        rows = super().filter_queryset(queryset)
        self.form.cleaned_data["q"] = text
        return said_in(rows, text) if text else rows

    def search(self, rows, _name, _text):
        return rows

    def on_side(self, rows, _name, side):
        return rows.filter(amount__gt=0) if side == "in" else rows.filter(amount__lt=0)

    def at_least(self, rows, _name, amount):
        return rows.filter(self._apart(amount, "gte", "lte"))

    def at_most(self, rows, _name, amount):
        return rows.filter(self._apart(amount, "lte", "gte"))

    def _apart(self, amount, came, went):
        """So much in whichever currency an account has, in or out."""
        found = Q(pk__in=[])
        for digits in {account.digits for account in self._accounts}:
            of = [account.pk for account in self._accounts if account.digits == digits]
            count = int(amount * 10**digits)
            sides = Q(amount__gt=0, **{f"amount__{came}": count}) | Q(
                amount__lt=0, **{f"amount__{went}": -count}
            )
            found |= Q(account__in=of) & sides
        return found


class LineFilter(_OfLines):
    looks = filters.ChoiceFilter(
        label=_("Looks like"),
        method="looking_like",
        choices=[("double", _("a double"))],
        empty_label=_("anything"),
    )
    statement = filters.NumberFilter(widget=forms.HiddenInput, label=_("Statement"))

    def looking_like(self, rows, _name, _what):
        return rows.filter(is_double=True)


class UnmatchedFilter(_OfLines):
    """Lines without a posting."""


class UnmatchedPostingFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Giver, reference or words"), method="search", widget=SEARCH)
    since = filters.DateFilter(
        label=_("From day"), field_name="on", lookup_expr="gte", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("To day"), field_name="on", lookup_expr="lte", widget=DayInput
    )

    def search(self, rows, _name, text):
        return about_words(rows, text)


class MatchFilter(filters.FilterSet):
    """By the days of their lines; of several lines one is enough."""

    since = filters.DateFilter(
        label=_("From day"), field_name="gte", method="of_day", widget=DayInput
    )
    until = filters.DateFilter(
        label=_("To day"), field_name="lte", method="of_day", widget=DayInput
    )

    def of_day(self, rows, how, day):
        lines = MatchLine.objects.filter(match=OuterRef("pk"))
        return rows.filter(Exists(lines.filter(**{f"line__booked_on__{how}": day})))
