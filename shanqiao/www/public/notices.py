from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from shanqiao.apps.record.clock import now
from shanqiao.stories.governing import public_notices, published_surpluses
from shanqiao.www.parts.door import everybody, only

LAW = "慈善法 第56, 58条 · 广州市慈善促进条例 第24条"


@only(everybody)
def browse(request):
    """Changes of purpose under notice, those that were, and what became of what was left over."""
    today = localdate(now())
    shown = public_notices().filter(since__lte=today)
    data = {
        "law": LAW,
        "running": shown.filter(until__gte=today).order_by("until"),
        "over": shown.filter(until__lt=today),
        "surpluses": published_surpluses(),
    }
    return render(request, "public/notices/browse.html", data)


@only(everybody)
def page(request, pk):
    today = localdate(now())
    notice = get_object_or_404(public_notices().filter(since__lte=today), pk=pk)
    change = notice.change
    effect = getattr(change, "effect", None)
    earlier = change.purse.restrictions.order_by("-version")
    data = {
        "law": LAW,
        "notice": notice,
        "change": change,
        "before": (earlier.filter(version__lt=effect.version) if effect else earlier).first(),
        "effect": effect,
        "running": notice.until >= today,
        "result": getattr(change.motion, "result", None),
        "objections": notice.objections.count(),
    }
    return render(request, "public/notices/page.html", data)
