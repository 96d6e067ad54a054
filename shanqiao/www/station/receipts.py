from django.contrib import messages
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.delivery.actions import CannotConfirm, confirm_receipt
from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.files.models import Document
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.stories.station_lists import to_confirm
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.phone import sent_once
from shanqiao.www.parts.words import quantity

from .door import works_at_a_station
from .filters import PaymentFilter
from .forms import ConfirmForm
from .looks import look
from .tables import PaymentTable

SALT = "station.evidence"


@only(works_at_a_station)
def browse(request):
    return listing(
        request,
        table=PaymentTable,
        filters=PaymentFilter,
        rows=to_confirm(station_of(request.user)),
        template="station/receipts/browse.html",
        file_name="to-confirm",
        sentence=_sentence,
        empty=Empty(
            says=_(
                "Nothing waits to be confirmed. What a fund gives to your residents comes here."
            ),
            step=_("To my needs"),
            url_name="station:needs",
        ),
    )


@only(works_at_a_station)
@sent_once
def confirm(request, pk):
    payment = get_object_or_404(to_confirm(station_of(request.user)), pk=pk)
    resident = payment.grant.need.resident
    look(request, resident, Look.Reason.CONFIRMING)
    kept = _kept(request)
    form = ConfirmForm(request.POST or None, request.FILES or None, payment=payment, kept=kept)
    if request.POST:
        form.is_valid()
        kept = _keep(request, form) or kept
    if form.is_valid():
        try:
            receipt = confirm_receipt(
                payment=payment,
                evidence=kept,
                by=request.user,
                at=now(),
                **{
                    name: form.cleaned_data[name]
                    for name in ("says", "witness", "arrived", "words")
                },
            )
        except CannotConfirm as refusal:
            form.add_error(None, str(refusal))
        else:
            facts = {
                "who": resident.name,
                "arrived": quantity(receipt.arrived, payment.unit),
                "given": quantity(payment.count, payment.unit),
            }
            messages.success(
                request, _("Confirmed: %(who)s received %(arrived)s of %(given)s.") % facts
            )
            return redirect("station:need", pk=payment.grant.need_id)
    context = {
        "payment": payment,
        "need": payment.grant.need,
        "form": form,
        "kept": kept,
        "kept_signed": signing.dumps(kept.pk, salt=SALT) if kept else "",
    }
    wrong = bool(form.errors)
    return render(request, "station/receipts/confirm.html", context, status=422 if wrong else 200)


def _keep(request, form):
    """The file is kept even where the rest of the form is wrong, so that nobody hands it in twice."""
    file = form.cleaned_data.get("evidence")
    if not file:
        return None
    try:
        return keep_document(name=file.name, content=file.read(), by=request.user, at=now())
    except CannotKeepDocument as refusal:
        form.add_error("evidence", str(refusal))
        return None


def _kept(request):
    """The document of an earlier try, under its signature."""
    try:
        pk = signing.loads(request.POST.get("kept", ""), salt=SALT)
    except signing.BadSignature:
        return None
    return Document.objects.filter(pk=pk).defer("sealed").first()


def _sentence(payments):
    count = payments.order_by().count()
    return ngettext(
        "%(n)s payment waits until your station confirms what arrived.",
        "%(n)s payments wait until your station confirms what arrived.",
        count,
    ) % {"n": count}
