from django.shortcuts import get_object_or_404

from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.models import Look
from shanqiao.www.parts.door import only
from shanqiao.www.parts.papers import as_handed_in

from .door import works_at_a_station
from .looks import look


@only(works_at_a_station)
def show(request, pk):
    """What was handed in, as it was."""
    mine = Need.objects.known_to(station_of(request.user))
    receipt = get_object_or_404(
        Receipt.objects.select_related("evidence", "payment__grant__need__resident"),
        pk=pk,
        payment__grant__need__in=mine,
    )
    look(request, receipt.payment.grant.need.resident, Look.Reason.CONFIRMING)
    return as_handed_in(receipt.evidence)
