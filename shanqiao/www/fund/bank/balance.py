"""The balances of bank and books at the end of a day, with what leads from the one to the other."""

from django import forms
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.stories.bank_balances import places_at_banks, reconciled
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.fund.filters import DayInput
from shanqiao.www.parts.door import only

from .balance_file import balance_file
from .balance_words import columns_of, how_they_differ, name_of, why_they_differ
from .hosts import hosts_of


class DayOfPlaceForm(forms.Form):
    """Which accounts, and the end of which day."""

    at = forms.ChoiceField(label=gettext_lazy("Account"))
    on = forms.DateField(label=gettext_lazy("End of the day"), widget=DayInput)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].choices = [(place.key, name_of(place)) for place in places]


@only(keeps_accounts)
def show(request):
    places = places_at_banks(hosts_of(request.user))
    if not places:
        return render(request, "fund/bank/balance.html", {"places": places})
    chosen = _chosen(request, places)
    form = DayOfPlaceForm(chosen, places=places)
    context = {"places": places, "form": form}
    if not form.is_valid():
        return render(request, "fund/bank/balance.html", context, status=422)
    place = next(place for place in places if place.key == form.cleaned_data["at"])
    told = reconciled(place, on=form.cleaned_data["on"])
    if request.GET.get("export") == "csv":
        note(act="bank.export", subject=place.host, by=request.user, at=now(), why="csv")
        return balance_file(told)
    context |= {
        "told": told,
        "name": name_of(place),
        "columns": columns_of(told),
        "how": how_they_differ(told) if told.difference else "",
        "why": why_they_differ(told),
        "query": f"at={place.key}&on={told.on:%Y-%m-%d}",
    }
    return render(request, "fund/bank/balance.html", context)


def _chosen(request, places):
    """What was asked for; at first the first place, and the last day of which it has lines."""
    keys = {place.key: place for place in places}
    at = request.GET.get("at") or places[0].key
    place = keys.get(at, places[0])
    on = request.GET.get("on") or f"{place.last_on or localdate(now()):%Y-%m-%d}"
    return {"at": at, "on": on}
