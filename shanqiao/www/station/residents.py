from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.inquiries.queries import asked_about
from shanqiao.apps.people.models import Person
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import (
    CannotGiveConsent,
    give_consent,
    withdraw_consent,
)
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import (
    age_on,
    departure_of,
    history_of,
    household_of,
    members_of,
)
from shanqiao.apps.sameness.queries import in_doubt, records_of
from shanqiao.apps.sameness.sharing import words_of
from shanqiao.stories.before import reads_before
from shanqiao.stories.casework import other_cases
from shanqiao.stories.looks import looks_at_person
from shanqiao.stories.station_lists import needs_of, residents_of, residents_on_file_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.inquiries import kinds_in_words
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import together

from .before_told import told_before
from .door import works_at_a_station
from .filters import ResidentFilter
from .finding import sign
from .looks import has_looked, look
from .sittings import assessed
from .tables import ResidentTable
from .tabs import of_residents

FINDING_HELP = Consent.Purpose.FINDING_HELP
LOOKS_SHOWN = ASKED_SHOWN = 50
NOT_HERE = (Look.Reason.CHECKING, Look.Reason.SAME_PERSON)  # of other desks


class ReasonForm(forms.Form):
    """Nobody sees a resident without a reason."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you open this page?"),
        choices=[(r.value, r.label) for r in Look.Reason if r not in NOT_HERE],
        widget=forms.RadioSelect,
        initial=Look.Reason.CASEWORK,
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed where the resident asked for it: what did they ask?"),
    )

    def clean(self):
        data = super().clean()
        if data.get("reason") == Look.Reason.ASKED and not data.get("words"):
            self.add_error("words", _("Please say in a few words what the resident asked."))
        return data


@only(works_at_a_station)
def browse(request):
    station = station_of(request.user)
    return listing(
        request,
        table=ResidentTable,
        filters=ResidentFilter,
        rows=residents_of(station),
        template="station/residents/browse.html",
        file_name="residents",
        sentence=_sentence,
        note_export=lambda kind: note(
            act="station.export_residents", subject=station, by=request.user, at=now(), why=kind
        ),
        empty=Empty(
            says=_(
                "Here are the residents your station looks after. They come with their first need."
            ),
            step=_("Register the first need"),
            url_name="station:register",
        ),
        context={"tabs": of_residents(request)},
    )


@only(works_at_a_station)
def page(request, pk):
    station = station_of(request.user)
    resident = get_object_or_404(residents_on_file_of(station).select_related("committee"), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        look(request, resident, form.cleaned_data["reason"], form.cleaned_data["words"])
        return redirect("station:resident", pk=pk)
    if not has_looked(request, resident):
        context = {"resident": resident, "form": form}
        status = 422 if form.errors else 200
        return render(request, "station/residents/why.html", context, status=status)
    records = records_of(resident)
    looks = list(looks_at_person(resident)[:LOOKS_SHOWN])
    names = dict(
        Person.objects.filter(username__in={x.by for x in looks}).values_list("username", "name")
    )
    cases = other_cases(request.user, records, station=station)
    reads = reads_before(request.user, cases, station=station)
    context = {
        "resident": resident,
        "known": sign(resident),
        "age": age_on(resident.born_on, day=localdate(now())),
        "illness": dict(resident.Illness.choices).get(resident.illness, ""),
        "needs": needs_of(station).filter(resident=resident).order_by("-told_at"),
        **_known_beside(resident),
        **assessed(request, resident),
        "cases": cases,
        "before": told_before(records, station=station) if reads else [],
        "records": len(records),
        "doubted": bool(in_doubt([resident.pk])),
        "looks": [(x, names.get(x.by, x.by)) for x in looks],
        "asked": [
            (about, about.purpose, kinds_in_words(about.purpose.kinds))
            for about in asked_about(resident)[:ASKED_SHOWN]
        ],
        "words_of_consent": words_of(resident, records=records),
    }
    return render(request, "station/residents/page.html", context)


def _known_beside(resident):
    """What is known beside the current facts: where they belong, what they were called, whether they are here."""
    membership = household_of(resident)
    return {
        "history": history_of(resident),
        "membership": membership,
        "members": members_of(membership.household) if membership else [],
        "left": departure_of(resident),
    }


@only(works_at_a_station)
@require_POST
def consent(request, pk):
    resident = get_object_or_404(residents_of(station_of(request.user)), pk=pk)
    says = {"resident": resident, "purpose": FINDING_HELP, "by": request.user, "at": now()}
    if request.POST.get("says") == "yes":
        try:
            give_consent(**says)
        except CannotGiveConsent as refusal:
            messages.error(request, str(refusal))
            return redirect("station:resident-consents", pk=pk)
        messages.success(
            request,
            _("%(who)s agrees that help is looked for. The next plan includes their needs.")
            % {"who": resident.name},
        )
    else:
        withdraw_consent(**says)
        messages.success(
            request,
            _(
                "%(who)s no longer agrees that help is looked for. No plan includes their needs any more; "
                "what was promised before stays promised."
            )
            % {"who": resident.name},
        )
    return redirect("station:resident", pk=pk)


def _sentence(residents):
    counts = residents.order_by().aggregate(
        all=Count("pk"), never=Count("pk", filter=Q(agreed=None, open_needs__gt=0))
    )
    words = [ngettext("%(all)s resident.", "%(all)s residents.", counts["all"])]
    if counts["never"]:
        words.append(
            ngettext(
                "%(never)s has open needs and was not yet asked whether help may be looked for.",
                "%(never)s have open needs and were not yet asked whether help may be looked for.",
                counts["never"],
            )
        )
    return together(sentence % counts for sentence in words)
