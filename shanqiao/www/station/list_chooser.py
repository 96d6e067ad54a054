"""What may be taken in, each with its form and an empty workbook, and what was handed in before."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from shanqiao.apps.earlier.models import EarlierList
from shanqiao.apps.earlier.queries import lists_for
from shanqiao.apps.lists.queries import lists_of
from shanqiao.apps.people.queries import station_of

from .forms.lists import HandInEarlierForm, HandInForm
from .list_facts import places_of

SHOWN = 50  # lists
CASES, CONTACTS = EarlierList.Kind.CASES.value, EarlierList.Kind.CONTACTS.value


def chooser(request, *, residents=None, earlier=None):
    """The page, with what is wrong where a file was handed in.

    Args:
        residents: the form of a list of residents, if that was sent.
        earlier: (kind, form) of an old list, if that was sent.
    """
    forms = {
        "residents": residents or HandInForm(),
        CASES: HandInEarlierForm(kind=CASES),
        CONTACTS: HandInEarlierForm(kind=CONTACTS),
    }
    if earlier:
        forms[earlier[0]] = earlier[1]
    handed_in = [
        *((one, _("residents")) for one in lists_of(station_of(request.user))[:SHOWN]),
        *((one, one.get_kind_display()) for one in lists_for(request.user)[:SHOWN]),
    ]
    handed_in.sort(key=lambda two: two[0].handed_in_at, reverse=True)
    context = {
        "forms": forms,
        "lists": [(one, of_what, places_of(one)["page"]) for one, of_what in handed_in[:SHOWN]],
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "station/lists/browse.html", context, status=422 if wrong else 200)
