from .models import Entry


def acts_on_record():
    """Every act the record has a line of, in order."""
    return Entry.objects.order_by("act").values_list("act", flat=True).distinct()


def actors_on_record():
    """Usernames of everybody the record names."""
    return Entry.objects.order_by("by").values_list("by", flat=True).distinct()
