"""What waits for a supervisor today, and how this week compares with the one before."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef
from django.utils.timezone import get_default_timezone, localdate

from shanqiao.apps.books.models import Posting
from shanqiao.apps.disclosure.queries import months_to_publish
from shanqiao.apps.funds.models import Fund
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.registry.models import Organisation

from .looks import odd_looks

WEEK = timedelta(days=7)


def months_waiting(*, at):
    """Months that are over and not published, from the first of which there are rows; oldest first."""
    first = Need.objects.aggregate(at=Min("told_at"))["at"]
    gift = Posting.objects.aggregate(at=Min("at"))["at"]
    began = min((instant for instant in (first, gift) if instant), default=None)
    if began is None:
        return []
    return months_to_publish(since=localdate(began), day=localdate(at))


def figures_of_the_week(*, at):
    """{what: (these seven days, the seven days before)} for lines in the record, looks, and odd looks."""
    week = (at - WEEK, at)
    before = (at - 2 * WEEK, at - WEEK)
    return {
        "acts": tuple(_between(Entry.objects, span).count() for span in (week, before)),
        "looks": tuple(_between(Look.objects, span).count() for span in (week, before)),
        "odd": (
            odd_looks(at=at).count(),
            odd_looks(at=at - WEEK).count(),
        ),
    }


def acts_since_yesterday(*, at):
    """(act, how often) since yesterday began, the most frequent first; and the day yesterday."""
    yesterday = localdate(at) - timedelta(days=1)
    began = datetime.combine(yesterday, time(), tzinfo=get_default_timezone())
    rows = _between(Entry.objects, (began, at)).order_by().values_list("act")
    return rows.annotate(many=Count("pk")).order_by("-many", "act"), yesterday


def _between(rows, span):
    return rows.filter(at__gt=span[0], at__lte=span[1])


def hosts_of_funds():
    """The organisations under which funds stand."""
    return Organisation.objects.filter(Exists(Fund.objects.filter(host=OuterRef("pk")))).order_by(
        "name", "pk"
    )
