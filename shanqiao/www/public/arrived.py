"""Did it arrive? What follow-up calls say, with the seed by which anybody draws the same."""

from django.shortcuts import render

from shanqiao.stories.money_out import samples_to_show
from shanqiao.www.parts.door import everybody, only


@only(everybody)
def browse(request):
    return render(request, "public/arrived.html", {"samples": samples_to_show()})
