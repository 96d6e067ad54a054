from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from .models import Approval, Order, Rule


def approvals_needed():
    """How many people must approve the grant of the row; asked of the database, which decides by it."""
    return Func(F("pk"), function="approvals_needed", output_field=IntegerField())


def approvals_there():
    """How many people approved the grant of the row, its maker among them."""
    further = Approval.objects.filter(grant=OuterRef("pk")).order_by().values("grant")
    return 1 + Coalesce(Subquery(further.annotate(n=Count("pk")).values("n")), 0)


def on_its_way():
    """Does an order stand for the grant of the row?"""
    return Exists(Order.objects.filter(grant=OuterRef("pk"), failed_at=None))


def rule_in_force(*, at, fund=None, host=None):
    """The latest rule of a fund, or of a host, that holds at that instant; None where there is none."""
    rules = Rule.objects.filter(since__lte=at)
    rules = rules.filter(fund=fund) if fund else rules.filter(host=host)
    return rules.order_by("-since", "-pk").prefetch_related("bands").first()


def bands_of(rule):
    """[(up to, approvals)] of a rule, the smallest first."""
    bands = [(band.up_to, band.approvals) for band in rule.bands.all()]
    return sorted(bands, key=lambda band: (band[0] is None, band[0]))


def approvers_of(grant):
    """Who approved a grant and on which day, its maker first."""
    first = (grant.approved_by, localdate(grant.approved_at), "")
    further = Approval.objects.filter(grant=grant).select_related("by").order_by("at", "pk")
    return [first, *((a.by, localdate(a.at), a.words) for a in further)]
