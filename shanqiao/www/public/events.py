from django.shortcuts import render
from django.utils.timezone import localdate

from shanqiao.apps.record.clock import now
from shanqiao.stories.papers import public_events
from shanqiao.www.parts.door import everybody, only

LAW = "慈善法 第37条"
SHOWN = 200  # the latest


@only(everybody)
def browse(request):
    """Events whose proceeds were promised, and what was given of them."""
    data = {"law": LAW, "events": public_events()[:SHOWN], "today": localdate(now())}
    return render(request, "public/events/browse.html", data)
