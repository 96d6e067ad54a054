from datetime import timedelta

from shanqiao.apps.record.clock import now
from shanqiao.apps.record.queries import looked_since
from shanqiao.apps.residents.actions import look_at_resident

ONE_SITTING = timedelta(minutes=30)  # turning a page back and forth is one look, not ten


def has_looked(request, resident):
    """Has this person said just now why they look at this resident?"""
    return looked_since(resident, by=request.user, since=now() - ONE_SITTING)


def look(request, resident, reason, words=""):
    """Put on record that this person looks at the resident, and why; once in a sitting."""
    if not has_looked(request, resident):
        look_at_resident(resident=resident, reason=reason, words=words, by=request.user, at=now())
