from .models import Entry, Look


def note(*, act, subject, by, at, why=""):
    """A line in the record: written together with the fact it tells of, or not at all.

    Args:
        act: room and verb, e.g. ``matching.approve``.
        subject: the row it was done to.
        by: the person, or None for what the clock does.
    """
    return Entry.objects.create(
        act=act,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        by=by.username if by else "clock",
        why=why,
        at=at,
    )


def note_look(*, resident, reason, by, at, words=""):
    """Somebody looked at what is known about a resident, and said why."""
    return Look.objects.create(
        resident=resident.pk, reason=reason, words=words, by=by.username, at=at
    )
