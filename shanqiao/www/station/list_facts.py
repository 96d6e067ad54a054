"""What the page of a list shows: how far it is, what was found, what can be done now."""

from django.urls import reverse

from shanqiao.apps.lists.models import MOST_DOUBLES, ListRow, PeopleList
from shanqiao.apps.lists.queries import answers_counted, became_counted, why_unusable
from shanqiao.www.parts.words import in_words
from shanqiao.www.parts.work import hand_over, how_far

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
    """The context of the page of a list of residents."""
    counts = answers_counted(people_list) if people_list.compared_at else {}
    became = became_counted(people_list) if people_list.taken_at else {}
    return progress_of(people_list, at=at) | {
        "bars": bars_of(counts, people_list.total, LOOKS),
        "became": [(kind, count) for kind, count in became.items() if count],
        "to_register": sum(counts.get(answer, 0) for answer in REGISTERED),
        "to_ask": sum(counts.get(answer, 0) for answer in ASKED),
        "most": MOST_DOUBLES,
        "share": round(100 * people_list.doubles / max(people_list.total, 1)),
        "counts": {answer.value: count for answer, count in counts.items()},
    }


def progress_of(handed_in, *, at):
    """What the page of any list shows of how far it is, and where its pages are."""
    work = how_far(
        lock=lock_of(handed_in),
        waits=(handed_in.is_comparing or handed_in.is_taking) and not handed_in.is_over,
        began=handed_in.take_asked_at or handed_in.compare_asked_at or at,
        done=handed_in.done,
        at=at,
    )
    return work | {
        "people_list": handed_in,
        "to": places_of(handed_in),
        "says": in_words(why_unusable(handed_in)),
    }


def places_of(handed_in):
    """{"page", "columns", "act", "rows": address} of a list."""
    name = "list" if isinstance(handed_in, PeopleList) else "list-earlier"
    return {
        "page": reverse(f"station:{name}", args=[handed_in.pk]),
        "columns": reverse(f"station:{name}-columns", args=[handed_in.pk]),
        "act": reverse(f"station:{name}-act", args=[handed_in.pk]),
        "rows": reverse(f"station:{name}-rows", args=[handed_in.pk]),
    }


def hand_to_the_worker(task, handed_in):
    """A job for the worker; pressed twice it is one job, and a job that was lost is put there again."""
    hand_over(task, lock=lock_of(handed_in), list_id=handed_in.pk)


REGISTERED = (
    ListRow.Answer.NEW,
    ListRow.Answer.ELSEWHERE,
    ListRow.Answer.PERHAPS,
    ListRow.Answer.MAYBE_AGAIN,
)
ASKED = REGISTERED[1:]


def lock_of(handed_in):
    """The name under which the jobs of a list are done one at a time."""
    return f"{'list' if isinstance(handed_in, PeopleList) else 'earlier'}:{handed_in.pk}"


def bars_of(counts, total, looks):
    """(answer, its words, how many, x and width in thousandths of the picture) for those that there are."""
    bars, x = [], 0
    for answer, (look, _badge) in looks.items():
        count = counts.get(answer, 0)
        width = 1000 * count / max(total, 1)
        if count:
            bars.append((answer.value, answer.label, count, f"{x:.1f}", f"{width:.1f}", look))
        x += width
    return bars
