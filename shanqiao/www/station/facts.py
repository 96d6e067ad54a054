"""What a station changes of what is known of a resident: the current facts, and those with days."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.residents.changing import (
    CannotChangeResident,
    add_document,
    add_name,
    add_phone,
    add_residence,
    change_resident,
    end_fact,
)
from shanqiao.apps.residents.models import IdentityDocument, Name, PhoneNumber, Residence
from shanqiao.www.parts.door import only
from shanqiao.www.parts.drafts import fill, sent
from shanqiao.www.parts.phone import sent_once

from .door import works_at_a_station
from .forms import ChangeForm, DocumentForm, EndForm, NameForm, PhoneForm, PlaceForm
from .opened import of_an_opened_resident
from .paper_forms import OF_FORMS

# What may be added: its table, its form, its action, what the page is called.
FACTS = {
    "name": (Name, NameForm, add_name, gettext_lazy("Another name")),
    "phone": (PhoneNumber, PhoneForm, add_phone, gettext_lazy("Another telephone")),
    "place": (Residence, PlaceForm, add_residence, gettext_lazy("A place they belong to")),
    "document": (IdentityDocument, DocumentForm, add_document, gettext_lazy("A document")),
}


@only(works_at_a_station)
@of_an_opened_resident
@sent_once
def change(request, resident):
    station = station_of(request.user)
    form = ChangeForm(request.POST or None, resident=resident, station=station)

    def save():
        change_resident(resident=resident, by=request.user, at=now(), **form.changes())
        return _("Changed. What was known before stands in the history, with its last day.")

    return _filled(request, resident, form, "change", _("Change what is current"), save)


@only(works_at_a_station)
@of_an_opened_resident
@sent_once
def add(request, resident, what):
    _table, form_of, action, title = _kind_of(what)
    form = form_of(request.POST or None)

    def save():
        action(resident=resident, by=request.user, at=now(), **form.cleaned_data)
        return _("Written down. From now on they are found by it.")

    return _filled(request, resident, form, f"add-{what}", title, save)


@only(works_at_a_station)
@of_an_opened_resident
@sent_once
def end(request, resident, what, row):
    table, *_rest = _kind_of(what)
    fact = table.objects.filter(resident=resident, until=None, pk=row).first()
    if fact is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": localdate(now())})

    def save():
        end_fact(fact=fact, by=request.user, at=now(), **form.cleaned_data)
        return _("Written down. It stays in the history, and they are still found by it.")

    title = _("No longer so: %(what)s") % {"what": _called(fact)}
    return _filled(
        request, resident, form, f"end-{what}-{row}", title, save, what=_("What holds no longer")
    )


def _filled(request, resident, form, name, title, save, *, what=""):
    """One form of a resident: shown with its draft, saved, or refused in words with nothing lost.

    Args:
        what: how a phone calls it, where the title tells a fact.
    """
    draft_name = f"resident-{resident.pk}-{name}"
    draft = fill(request, draft_name, form)
    if form.is_valid():
        try:
            said = save()
        except CannotChangeResident as refusal:
            form.add_error(None, str(refusal))
        else:
            sent(request, draft_name)
            messages.success(request, said)
            return redirect("station:resident", pk=resident.pk)
    context = {
        "resident": resident,
        "form": form,
        "title": title,
        "what": what or title,
        "draft": draft,
        "draft_name": draft_name,
        "paper": OF_FORMS.get(type(form), ""),
    }
    status = 422 if form.errors else 200
    return render(request, "station/residents/fact.html", context, status=status)


def _kind_of(what):
    if what not in FACTS:
        raise Http404
    return FACTS[what]


def _called(fact):
    """A fact as its row shows it: a document by its kind and last places."""
    match fact:
        case Name():
            return fact.written
        case PhoneNumber():
            return fact.number
        case IdentityDocument():
            return f"{fact.get_kind_display()} …{fact.tail}"
        case _:
            return fact.address
