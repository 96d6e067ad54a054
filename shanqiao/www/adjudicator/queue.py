import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.people.queries import adjudicates
from shanqiao.apps.places.models import District
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.apps.sameness.actions import CLAIM_LASTS
from shanqiao.apps.sameness.models import Pair
from shanqiao.stories.adjudication import pairs_of
from shanqiao.stories.pseudonyms import code_of, residents_called
from shanqiao.www.parts.columns import NUMBER, DayColumn, RowColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Bulk, Empty, listing
from shanqiao.www.parts.words import together

from .door import decides_about_records
from .words import in_short, percent

ANY = _("all")
LIKELY = {
    "very": (_("99% and more"), Q(probability__gte=0.99)),
    "likely": (_("80% to 99%"), Q(probability__lt=0.99, probability__gte=0.8)),
    "less": (_("less than 80%"), Q(probability__lt=0.8)),
}
WAITS = {
    "answered": (_("a station has answered"), Q(answered=True, asked=False)),
    "asked": (_("for the answer of a station"), Q(asked=True)),
    "changed": (_("again: something changed"), ~Q(changed=[])),
}


class PairTable(tables.Table):
    chosen = RowColumn()
    pair = tables.Column(verbose_name=_("Records"), accessor="pk", orderable=False)
    probability = tables.Column(verbose_name=_("How likely"), attrs=NUMBER)
    evidence = tables.Column(
        verbose_name=_("What the comparison says"), orderable=False, empty_values=()
    )
    streets = tables.Column(verbose_name=_("Streets"), accessor="first", orderable=False)
    urgent = tables.Column(verbose_name=_("Urgent need"))
    found_at = DayColumn(verbose_name=_("Since"))
    why = tables.Column(verbose_name=_("Why it is here"))
    claim = tables.Column(verbose_name=_("Who looks at it"), orderable=False, empty_values=())

    class Meta:
        order_by = "-probability"
        caption = _("Pairs of records that may be one person")

    def render_pair(self, record):
        address = reverse("adjudicator:pair", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, _codes(record))

    def value_pair(self, record):
        return _codes(record)

    def render_probability(self, value):
        return percent(value)

    def value_probability(self, value):
        return round(value, 4)

    def render_evidence(self, record):
        return in_short(record.evidence) or "–"

    def render_streets(self, record):
        here, there = record.first.street, record.second.street
        return str(here) if here == there else f"{here} · {there}"

    def render_urgent(self, value):
        return format_html("<strong>{}</strong>", _("urgent")) if value else "–"

    def value_urgent(self, value):
        return str(_("urgent")) if value else ""

    def render_claim(self, record):
        claim = getattr(record, "claim", None)
        return str(claim.by) if claim and claim.at > now() - CLAIM_LASTS else "–"


class PairFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Code of a resident"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    likely = filters.ChoiceFilter(
        label=_("How likely"),
        choices=[(code, words) for code, (words, _rule) in LIKELY.items()],
        empty_label=ANY,
        method="in_band",
    )
    urgent = filters.ChoiceFilter(
        label=_("Urgent need"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        empty_label=ANY,
        method="is_urgent",
    )
    waits = filters.ChoiceFilter(
        label=_("Waits"),
        choices=[(code, words) for code, (words, _rule) in WAITS.items()],
        empty_label=ANY,
        method="waits_for",
    )
    why = filters.ChoiceFilter(label=_("Why it is here"), choices=Pair.Why.choices, empty_label=ANY)
    district = filters.ModelChoiceFilter(
        label=_("District"),
        queryset=District.objects.order_by("code"),
        empty_label=ANY,
        method="in_district",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if adjudicates(self.request.user).district_id:
            self.filters.pop("district")  # all pairs are of one

    def search(self, pairs, name, value):
        both = {pk for two in pairs.values_list("first_id", "second_id") for pk in two}
        called = residents_called(value.strip(), among=both)
        return pairs.filter(Q(first__in=called) | Q(second__in=called))

    def in_band(self, pairs, name, value):
        return pairs.filter(LIKELY[value][1])

    def is_urgent(self, pairs, name, value):
        return pairs.filter(urgent=value == "yes")

    def waits_for(self, pairs, name, value):
        return pairs.filter(WAITS[value][1])

    def in_district(self, pairs, name, value):
        return pairs.filter(Q(first__street__district=value) | Q(second__street__district=value))


@only(decides_about_records)
def browse(request):
    return listing(
        request,
        table=PairTable,
        filters=PairFilter,
        rows=pairs_of(request.user).undecided(),
        template="adjudicator/pairs/browse.html",
        file_name="pairs",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Here are pairs of records that may be one person. None waits: whoever registers a need, and the comparison by night, put them here."
            )
        ),
        bulk=(
            Bulk(
                label=_("Two people each…"),
                url_name="adjudicator:bulk-distinct",
                icon="users",
                look="",
            ),
        ),
        note_export=lambda kind: _note_file(request, kind),
    )


class SecondTable(PairTable):
    class Meta:
        order_by = "-probability"
        caption = _("Pairs that wait for a second person")
        exclude = ("chosen", "claim")


@only(decides_about_records)
def second(request):
    return listing(
        request,
        table=SecondTable,
        filters=PairFilter,
        rows=pairs_of(request.user).waiting_for_a_second(),
        template="adjudicator/pairs/second.html",
        file_name="pairs-second",
        sentence=lambda pairs: (
            ngettext(
                "%(n)s pair waits for a second person.",
                "%(n)s pairs wait for a second person.",
                pairs.count(),
            )
            % {"n": pairs.count()}
        ),
        empty=Empty(
            says=_(
                "A risky merge is looked at by a second adjudicator before it counts; none waits."
            )
        ),
        note_export=lambda kind: _note_file(request, kind),
    )


def _codes(pair):
    return f"{code_of(pair.first_id)} · {code_of(pair.second_id)}"


def _note_file(request, kind):
    note(act="record.export", subject=request.user, by=request.user, at=now(), why=f"pairs, {kind}")


def _sentence(pairs):
    count, urgent = pairs.count(), pairs.filter(urgent=True).count()
    words = [ngettext("%(n)s pair waits.", "%(n)s pairs wait.", count) % {"n": f"{count:,}"}]
    if urgent:
        words.append(
            ngettext(
                "In %(n)s of them somebody needs help urgently.",
                "In %(n)s of them somebody needs help urgently.",
                urgent,
            )
            % {"n": f"{urgent:,}"}
        )
    return together(words)
