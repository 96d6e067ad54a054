from datetime import timedelta

from shanqiao.apps.record.clock import now
from shanqiao.apps.record.queries import looked_since, looks_at
from shanqiao.apps.residents.actions import look_at_resident

ONE_SITTING = timedelta(minutes=30)  # turning a page back and forth is one look, not ten
ONE_VISIT = timedelta(hours=4)  # a sheet filled in at a bedside takes its time


def has_looked(request, resident):
    """Has this person said just now why they look at this resident?"""
    return looked_since(resident, by=request.user, since=now() - ONE_SITTING)


def goes_on(request, resident):
    """Is something sent from a page that was opened with a reason in the last hours?

    Then what was typed is not thrown away: it is a look of its own, for that reason.
    """
    if request.method != "POST":
        return False
    mine = looks_at(resident).filter(by=request.user.username, at__gte=now() - ONE_VISIT)
    last = mine.order_by("-at", "-pk").first()
    if last:
        look(request, resident, last.reason, last.words)
    return last is not None


def look(request, resident, reason, words=""):
    """Put on record that this person looks at the resident, and why; once in a sitting."""
    if not has_looked(request, resident):
        look_at_resident(resident=resident, reason=reason, words=words, by=request.user, at=now())
