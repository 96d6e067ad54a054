from django.shortcuts import render

from shanqiao.apps.record.clock import now
from shanqiao.stories.checks import CHECKS, run_checks
from shanqiao.www.parts.door import only

from .door import checks_the_city


@only(checks_the_city)
def checks(request):
    """The rules; with ?run=1 each is asked now."""
    results = run_checks(at=now()) if "run" in request.GET else []
    broken = [result for result in results if not result.holds]
    return render(
        request,
        "supervisor/checks.html",
        {"checks": CHECKS, "results": results, "broken": len(broken), "at": now()},
    )
