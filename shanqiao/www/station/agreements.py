"""Framework agreements of a station: read by all who work there, filed and renewed by its supervisor."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.cases.agreeing import CannotFileAgreement, file_agreement, renew_agreement
from shanqiao.apps.cases.models import Agreement
from shanqiao.apps.cases.queries import with_last_day
from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.people.queries import stations_of, supervises_station
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.papers import as_handed_in

from .door import guides_a_station, works_at_a_station
from .forms.groups import AgreementForm, RenewForm
from .paper_forms import OF_FORMS
from .tabs import of_cases
from .together_lists import AgreementFilter, AgreementTable


@only(works_at_a_station)
def browse(request):
    rows = with_last_day(Agreement.objects.filter(station__in=stations_of(request.user)))
    guides = supervises_station(request.user) is not None
    return listing(
        request,
        table=AgreementTable,
        filters=AgreementFilter,
        rows=rows.select_related("charity", "agency"),
        template="station/agreements/browse.html",
        file_name="agreements",
        sentence=lambda shown: (
            ngettext("%(n)s agreement.", "%(n)s agreements.", shown.count()) % {"n": shown.count()}
        ),
        empty=Empty(
            says=_(
                "Here is what charities and the agency of your station have agreed on. The supervisor of the station files it."
            ),
            step=_("File an agreement") if guides else "",
            url_name="station:agreement-new" if guides else "",
        ),
        context={"tabs": of_cases(request), "guides": guides},
    )


@only(guides_a_station)
def new(request):
    form = AgreementForm(request.POST or None, request.FILES or None)

    def save(document, data):
        return file_agreement(
            station=supervises_station(request.user),
            document=document,
            by=request.user,
            at=now(),
            **data,
        )

    return _filed(request, form, save, _("File an agreement"))


@only(guides_a_station)
def renew(request, pk):
    mine = Agreement.objects.filter(station=supervises_station(request.user))
    agreement = get_object_or_404(with_last_day(mine.select_related("charity", "agency")), pk=pk)
    form = RenewForm(request.POST or None, request.FILES or None)

    def save(document, data):
        renew_agreement(
            agreement=agreement,
            last_on=data["last_on"],
            document=document,
            by=request.user,
            at=now(),
        )
        return agreement

    title = _("Renew: %(charity)s") % {"charity": agreement.charity}
    return _filed(request, form, save, title, agreement=agreement)


def _filed(request, form, save, title, **context):
    if form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        try:
            document = keep_document(name=file.name, content=file.read(), by=request.user, at=now())
            agreement = save(document, data)
        except CannotKeepDocument as refusal:
            form.add_error("file", str(refusal))
        except CannotFileAgreement as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Filed, with its paper."))
            return redirect("station:agreement", pk=agreement.pk)
    context |= {"form": form, "title": title, "paper": OF_FORMS[type(form)]}
    status = 422 if form.errors else 200
    return render(request, "station/agreements/form.html", context, status=status)


@only(works_at_a_station)
def page(request, pk):
    agreement = _agreement(request, pk)
    context = {
        "agreement": agreement,
        "renewals": agreement.renewals.select_related("filed_by").order_by("-last_on"),
        "guides": supervises_station(request.user) == agreement.station,
        "today": localdate(now()),
    }
    return render(request, "station/agreements/page.html", context)


@only(works_at_a_station)
def paper(request, pk, renewal=None):
    """The signed paper, as it was handed in."""
    row = _agreement(request, pk)
    if renewal is not None:
        row = get_object_or_404(row.renewals.select_related("document"), pk=renewal)
    return as_handed_in(row.document)


def _agreement(request, pk):
    mine = with_last_day(Agreement.objects.filter(station__in=stations_of(request.user)))
    return get_object_or_404(mine.select_related("charity", "agency", "station", "filed_by"), pk=pk)
