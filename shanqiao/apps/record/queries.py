from .models import Look


def looks_at(resident):
    """Who looked at a resident, the latest first."""
    return Look.objects.filter(resident=resident.pk).order_by("-at", "-pk")


def looked_since(resident, *, by, since):
    """Has this person opened what is known about the resident since then, with a reason?"""
    return looks_at(resident).filter(by=by.username, at__gte=since).exists()
