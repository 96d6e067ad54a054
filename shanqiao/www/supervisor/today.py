from django.shortcuts import render

from shanqiao.www.parts.door import only

from .door import checks_the_city


@only(checks_the_city)
def today(request):
    return render(request, "supervisor/today.html")
