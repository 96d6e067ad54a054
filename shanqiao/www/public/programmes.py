from django.shortcuts import render

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.record.clock import now
from shanqiao.stories.conditions import condition_in_words
from shanqiao.stories.programmes import open_programmes
from shanqiao.www.parts.door import everybody, only


@only(everybody)
def browse(request):
    """The aid programmes that take applications today: what they help with, whom, how much at most."""
    rows = [
        (
            programme,
            [Kind(kind).label for kind in programme.kinds],
            condition_in_words(programme.purse.eligible),
        )
        for programme in open_programmes(at=now())
    ]
    return render(request, "public/programmes.html", {"rows": rows})
