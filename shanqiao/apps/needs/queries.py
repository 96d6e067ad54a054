from django.db.models import OuterRef, Subquery

from .models import Assessment


def latest_assessments(*, needs):
    """The assessment that counts for each of ``needs`` that has one, by need."""
    return (
        Assessment.objects.filter(need__in=needs)
        .order_by("need", "-signed_at", "-pk")
        .distinct("need")
    )


def with_latest_assessment(rows, *, need="pk"):
    """Each row with what the latest assessment of its need says.

    Args:
        need: the path from a row to its need.

    Returns:
        the rows with needed, elsewhere, severity, urgency, signed_at and signed_by (an identity).
    """
    latest = Assessment.objects.filter(need=OuterRef(need)).order_by("-signed_at", "-pk")
    return rows.annotate(
        **{
            field: Subquery(latest.values(field)[:1])
            for field in ("needed", "elsewhere", "severity", "urgency", "signed_at", "signed_by")
        }
    )
