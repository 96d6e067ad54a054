from django.shortcuts import render

from shanqiao.www.parts.door import everybody, only


@only(everybody)
def browse(request):
    return render(request, "public/statements.html")
