from django.shortcuts import render

from shanqiao.www.parts.door import everybody, only


@only(everybody)
def city(request):
    return render(request, "public/city.html")
