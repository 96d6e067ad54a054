from django.shortcuts import render

from shanqiao.stories.stages import Stage
from shanqiao.www.parts.door import everybody, only


@only(everybody)
def how(request):
    return render(request, "public/how.html", {"way": [s for s in Stage if s != Stage.CLOSED]})


@only(everybody)
def about(request):
    return render(request, "public/about.html")
