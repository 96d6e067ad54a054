import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.actions import LINK, note
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Entry
from shanqiao.stories.looks import with_name
from shanqiao.www.parts.columns import MomentColumn
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city
from .words import ACTS, CLOCK, ROOMS, act_in_words, subject_in_words

ANY = _("all")


class WhoColumn(tables.Column):
    """The person's name; the page for whoever has no account; the clock for what nobody did."""

    def __init__(self, **kwargs):
        super().__init__(accessor="by", verbose_name=_("Who"), **kwargs)

    def render(self, value, record):
        if value.startswith(LINK):
            return _("page without an account, number %(n)s") % {"n": value.removeprefix(LINK)}
        return _("the clock") if value == CLOCK else record.name or value


class EntryTable(tables.Table):
    at = MomentColumn(verbose_name=_("When"), order_by=("at", "pk"))
    by = WhoColumn()
    act = tables.Column(verbose_name=_("What"))
    subject = tables.Column(verbose_name=_("To what"), orderable=False)
    why = tables.Column(verbose_name=_("Why"), orderable=False)

    class Meta:
        order_by = "-at"
        caption = _("Who did what, when, and why")

    def render_act(self, value):
        return act_in_words(value)

    def render_subject(self, value):
        return subject_in_words(value)


def by_person(rows, value):
    """Lines of people whose name holds these words, or who sign in by this name."""
    named = Person.objects.filter(name__icontains=value).values("username")
    return rows.filter(Q(by__in=named) | Q(by__iexact=value))


def a_day(label, **how):
    return filters.DateFilter(
        label=label, field_name="at", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **how
    )


class EntryFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Person, reason, or number"),
        method="search",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    room = filters.ChoiceFilter(
        label=_("What it concerns"), choices=[*ROOMS.items()], empty_label=ANY, method="in_room"
    )
    act = filters.ChoiceFilter(label=_("What"), choices=[*ACTS.items()], empty_label=ANY)
    since = a_day(_("From day"), lookup_expr="date__gte")
    until = a_day(_("To day"), lookup_expr="date__lte")

    def search(self, rows, name, value):
        words = value.strip()
        found = Q(pk__in=by_person(rows, words).values("pk")) | Q(why__icontains=words)
        if words.isascii() and words.isdigit():
            found |= Q(subject__endswith=f":{words}")
        return rows.filter(found)

    def in_room(self, rows, name, value):
        return rows.filter(act__startswith=f"{value}.")


@only(checks_the_city)
def browse(request):
    return listing(
        request,
        table=EntryTable,
        filters=EntryFilter,
        rows=with_name(Entry.objects.order_by("-at", "-pk")),
        template="supervisor/record.html",
        file_name="record",
        sentence=lambda rows: (
            ngettext("%(n)s line in the record.", "%(n)s lines in the record.", rows.count())
            % {"n": f"{rows.count():,}"}
        ),
        empty=Empty(says=_("Whatever anybody does is written here; nothing was done yet.")),
        note_export=lambda kind: note_file(request, "record", kind),
    )


def note_file(request, what, kind):
    """Whoever takes the record along is on record as well."""
    note(
        act="record.export", subject=request.user, by=request.user, at=now(), why=f"{what}, {kind}"
    )
