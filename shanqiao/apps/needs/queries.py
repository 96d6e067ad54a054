from django.db.models import OuterRef, Subquery

from .models import Assessment


def latest_assessments(*, needs):
    """The assessment that counts for each of ``needs`` that has one, by need."""
    return (
        Assessment.objects.filter(need__in=needs)
        .order_by("need", "-signed_at", "-pk")
        .distinct("need")
    )


def with_latest_assessment(needs):
    """Each need with what its latest assessment says: needed, elsewhere, severity, urgency, signed_at."""
    latest = Assessment.objects.filter(need=OuterRef("pk")).order_by("-signed_at", "-pk")
    return needs.annotate(
        **{
            field: Subquery(latest.values(field)[:1])
            for field in ("needed", "elsewhere", "severity", "urgency", "signed_at")
        }
    )
