"""What the rules of the city say about a resident, and what a version that waits would change for them."""

from django.shortcuts import render
from django.utils.timezone import localdate

from shanqiao.apps.record.clock import now
from shanqiao.stories.simulating import rules_for
from shanqiao.www.parts.door import only

from .door import works_at_a_station
from .opened import of_an_opened_resident


@only(works_at_a_station)
@of_an_opened_resident
def page(request, resident):
    today = localdate(now())
    data = {"resident": resident, "day": today, "rules": rules_for(resident, on=today)}
    return render(request, "station/residents/rules.html", data)
