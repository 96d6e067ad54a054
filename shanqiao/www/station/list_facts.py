"""What the page of a list shows: how far it is, what was found, what can be done now."""

from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from shanqiao.apps.lists.models import MOST_DOUBLES, ListRow
from shanqiao.apps.lists.queries import answers_counted, became_counted, why_unusable
from shanqiao.www.parts.words import in_words

PATIENCE = 15  # seconds until a job that nobody began is said to lie there
LOOKS = {  # in the picture, and as a badge
    ListRow.Answer.NEW: ("list-new", "bg-blue-lt"),
    ListRow.Answer.HERE: ("list-here", "bg-secondary-lt"),
    ListRow.Answer.ELSEWHERE: ("list-elsewhere", "bg-blue-lt"),
    ListRow.Answer.PERHAPS: ("list-perhaps", "bg-orange-lt"),
    ListRow.Answer.MAYBE_AGAIN: ("list-maybe-again", "bg-orange-lt"),
    ListRow.Answer.AGAIN: ("list-again", "bg-secondary-lt"),
    ListRow.Answer.WRONG: ("list-wrong", "bg-red-lt"),
}


def page_of(people_list, *, at):
    """The context of the page of a list."""
    began = people_list.take_asked_at or people_list.compare_asked_at or at
    waits = (people_list.is_comparing or people_list.is_taking) and not people_list.is_over
    late = waits and (at - began).total_seconds() > PATIENCE
    jobs = _jobs_of(people_list) if late else set()
    counts = answers_counted(people_list) if people_list.compared_at else {}
    became = became_counted(people_list) if people_list.taken_at else {}
    return {
        "people_list": people_list,
        "says": in_words(why_unusable(people_list)),
        "waits": waits,
        "nobody_works": jobs == {Status.TODO.value} and not people_list.done,
        "has_stopped": late and not jobs,
        "bars": _bars(counts, people_list.total),
        "became": [(kind, count) for kind, count in became.items() if count],
        "to_register": sum(counts.get(answer, 0) for answer in REGISTERED),
        "to_ask": sum(counts.get(answer, 0) for answer in ASKED),
        "most": MOST_DOUBLES,
        "share": round(100 * people_list.doubles / max(people_list.total, 1)),
        "counts": {answer.value: count for answer, count in counts.items()},
    }


REGISTERED = (
    ListRow.Answer.NEW,
    ListRow.Answer.ELSEWHERE,
    ListRow.Answer.PERHAPS,
    ListRow.Answer.MAYBE_AGAIN,
)
ASKED = REGISTERED[1:]


def lock_of(people_list):
    """The name under which the jobs of a list are done one at a time."""
    return f"list:{people_list.pk}"


def _jobs_of(people_list):
    """How far the jobs of a list are, of those that did not end; none where the work stopped and nobody begins again."""
    unended = (Status.TODO.value, Status.DOING.value)
    jobs = ProcrastinateJob.objects.filter(lock=lock_of(people_list), status__in=unended)
    return set(jobs.values_list("status", flat=True))


def _bars(counts, total):
    """(answer, its words, how many, x and width in thousandths of the picture) for those that there are."""
    bars, x = [], 0
    for answer, (look, _badge) in LOOKS.items():
        count = counts.get(answer, 0)
        width = 1000 * count / max(total, 1)
        if count:
            bars.append((answer.value, answer.label, count, f"{x:.1f}", f"{width:.1f}", look))
        x += width
    return bars
