"""What was done before shanqiao, in sentences; on the page of a case, of a resident, and on paper."""

from django.utils.translation import gettext as _

from shanqiao.stories.before import before_shanqiao
from shanqiao.www.parts.words import day


def told_before(records, *, station):
    """(row, what it was in a sentence, lines beside it, picture) of everything of before, the latest day first."""
    return [
        (one, *(_case(one.row) if one.what == "case" else _contact(one.row)))
        for one in before_shanqiao(records, station=station)
    ]


def _case(row):
    facts = {"number": row.number, "day": day(row.began_on), "until": day(row.ended_on)}
    if row.case_id:
        words = _("A case of before, begun on %(day)s and still open when the list was taken in.")
    elif row.ended_on:
        words = _("A case of before, from %(day)s to %(until)s.")
    else:
        words = _("A case of before, begun on %(day)s and ended.")
    number = _("Number %(number)s") % facts if row.number else ""
    why = _("Why it ended: %(why)s") % {"why": row.ended_why} if row.ended_why else ""
    return words % facts, _lines(row, number, row.problem, row.words, why), "notes"


def _contact(row):
    facts = {"what": row.get_kind_display(), "day": day(row.done_on), "minutes": row.minutes}
    if row.minutes:
        words = _("%(what)s on %(day)s, %(minutes)s minutes.") % facts
    else:
        words = _("%(what)s on %(day)s.") % facts
    return words, _lines(row, row.words), "message"


def _lines(row, *lines):
    worker = _("With %(who)s") % {"who": row.worker_name} if row.worker_name else ""
    return [line for line in (*lines, worker) if line]
