from django.db.models import Q

from .models import FundraisingCertificate


def certificate_of(holder, *, on):
    """The certificate under which an organisation may raise money from the public on that day, or None.

    Source: 慈善法 (2023修正) 第22, 113条 (rules FR-01, FR-14).
    """
    valid = FundraisingCertificate.objects.filter(
        Q(withdrawal=None) | Q(withdrawal__on__gt=on),
        holder=holder,
        valid_from__lte=on,
        valid_to__gte=on,
    )
    return valid.order_by("-valid_to").first()
