from .models import Entry, Look


def acts_on_record():
    """Every act the record has a line of, in order."""
    return Entry.objects.order_by("act").values_list("act", flat=True).distinct()


def actors_on_record():
    """Usernames of everybody the record names."""
    return Entry.objects.order_by("by").values_list("by", flat=True).distinct()


def looks_at(resident):
    """Who looked at a resident, the latest first."""
    return Look.objects.filter(resident=resident.pk).order_by("-at", "-pk")


def looked_since(resident, *, by, since):
    """Has this person opened what is known about the resident since then, with a reason?"""
    return looks_at(resident).filter(by=by.username, at__gte=since).exists()
