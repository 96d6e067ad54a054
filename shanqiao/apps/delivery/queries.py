"""What of payments still stands, and what came back."""

from django.db.models import BigIntegerField, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from shanqiao.apps.matching.models import Reduction

# Note [Paid is what stands]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# A payment stays as it was made, and so does what came back of it: two rows. Whoever adds up payments to say how much was
# given adds what stands, or tells beside it what came back; else the same money, given twice, would look like twice as
# much. Who is counted as helped has something that stands. A list of what happened on some day tells both as they happened.


def came_back(*, of, before=None):
    """How much came back of the grant to which the path ``of`` leads, until an instant where one is named.

    See Note [Paid is what stands].
    """
    rows = Reduction.objects.filter(grant=OuterRef(of))
    if before is not None:
        rows = rows.filter(reduced_at__lt=before)
    summed = rows.order_by().values("grant").annotate(all=Sum("count")).values("all")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), Value(0))


def with_what_stands(payments, *, before=None):
    """Each payment with ``stands``: how much of it did not come back before that instant."""
    return payments.annotate(stands=F("count") - came_back(of="grant", before=before))


def that_stand(payments):
    """Those of which something is left. Nothing arrived of the others that could be confirmed."""
    return with_what_stands(payments).filter(stands__gt=0)
