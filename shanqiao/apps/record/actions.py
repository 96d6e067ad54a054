from .models import Entry, Look

LINK = "link:"  # no name to sign in by has a colon


def note(*, act, subject, by, at, why="", through=None):
    """A line in the record: written together with the fact it tells of, or not at all.

    Args:
        act: room and verb, e.g. ``matching.approve``.
        subject: the row it was done to.
        by: the person, or None for what the clock does.
        through: the page without an account by which somebody did it, where nobody signed in; named ``link:7``.
    """
    return Entry.objects.create(
        act=act,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        by=by.username if by else f"{LINK}{through.pk}" if through else "clock",
        why=why,
        at=at,
    )


def note_look(*, resident, reason, by, at, words=""):
    """Somebody looked at what is known about a resident, and said why."""
    return Look.objects.create(
        resident=resident.pk, reason=reason, words=words, by=by.username, at=at
    )
