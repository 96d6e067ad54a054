from django.shortcuts import render

from shanqiao.www.parts.door import only

from .door import works_at_a_station


@only(works_at_a_station)
def today(request):
    return render(request, "station/today.html")
