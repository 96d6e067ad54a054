from django.shortcuts import render

from shanqiao.apps.record.clock import now
from shanqiao.stories.supervision import (
    WEEK,
    acts_since_yesterday,
    figures_of_the_week,
    months_waiting,
)
from shanqiao.www.parts.door import only

from .door import checks_the_city
from .words import act_in_words


@only(checks_the_city)
def today(request):
    at = now()
    changes, yesterday = acts_since_yesterday(at=at)
    return render(
        request,
        "supervisor/today.html",
        {
            "at": at,
            "waiting": months_waiting(at=at),
            "figures": figures_of_the_week(at=at),
            "week_ago": at - WEEK,
            "yesterday": yesterday,
            "changes": [(act, act_in_words(act), many) for act, many in changes],
        },
    )
