from django.shortcuts import render

from shanqiao.www.parts.door import only

from .door import has_a_seat


@only(has_a_seat)
def today(request):
    return render(request, "fund/today.html")
