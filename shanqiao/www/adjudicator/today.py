from django.shortcuts import render

from shanqiao.apps.people.queries import adjudicates
from shanqiao.apps.record.clock import now
from shanqiao.stories.adjudication import (
    decisions_within,
    figures_of_adjudicator,
    findings_within,
    pairs_of,
)
from shanqiao.www.parts.door import only

from .door import decides_about_records

FIRST = 6


@only(decides_about_records)
def today(request):
    person, at = request.user, now()
    post, pairs = adjudicates(person), pairs_of(person)
    waiting = pairs.undecided()
    context = {
        "at": at,
        "place": post.district,
        "figures": figures_of_adjudicator(person, at=at),
        "urgent": waiting.filter(urgent=True).count(),
        "answered": waiting.filter(asked=False, answered=True).count(),
        "second": pairs.waiting_for_a_second().exclude(decisions__by=person).count(),
        "doubles": findings_within(post).open().count(),
        "lately": decisions_within(post)[:FIRST],
    }
    return render(request, "adjudicator/today.html", context)
