from django.db import connection

from .models import Entry, Look

LINK = "link:"  # no name to sign in by has a colon
_MANY = """
    INSERT INTO record_entry (act, subject, by, why, at)
    SELECT %s, told.subject, %s, told.why, %s
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS told(subject, why, n) ORDER BY n
"""


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
        subject=_name(subject),
        by=f"{LINK}{through.pk}" if through and not by else _who(by),
        why=why,
        at=at,
    )


def note_each(*, act, subjects, by, at, whys=None):
    """The same act done to many rows: a line in the record for each, in their order and in one question.

    Args:
        subjects: rows of one table.
        whys: the reason of each, in their order.
    """
    if not subjects:
        return
    names = [_name(subject) for subject in subjects]
    told = [act, _who(by), at, names, whys or [""] * len(names)]
    with connection.cursor() as cursor:
        cursor.execute(_MANY, told)


def note_look(*, resident, reason, by, at, words=""):
    """Somebody looked at what is known about a resident, and said why."""
    return Look.objects.create(
        resident=resident.pk, reason=reason, words=words, by=by.username, at=at
    )


def _name(subject):
    return f"{subject._meta.label_lower}:{subject.pk}"


def _who(by):
    return by.username if by else "clock"
