"""Who pays for valuing what is no money, and its booking. See Note [Who pays an appraisal]."""

from django.utils.translation import gettext as _

from shanqiao.apps.books.lines import way_in
from shanqiao.apps.books.models import Line, Posting
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.governing.raising import CannotBookRaising, book_appraisal

from .models import Holding, HoldingEvent

__all__ = ["CannotBookRaising", "pay_appraisal", "why_no_appraisal"]


def why_no_appraisal(*, basis, appraisal_cost=0, appraisal_paid=""):
    """Why this cannot be said of an appraisal, in words; empty where it can. Source: 广州市慈善促进条例 第20条."""
    if basis == HoldingEvent.Basis.APPRAISER and appraisal_cost and not appraisal_paid:
        return _("Say who pays the appraisal: the giver, or the gift.")
    if appraisal_cost and basis != HoldingEvent.Basis.APPRAISER:
        return _("Only an appraiser costs something.")
    return ""


def pay_appraisal(event, *, by, at):
    """Where the gift pays, what valuing it cost is booked, in the transaction in which the value is written down.

    Raises:
        CannotBookRaising: with the reason in words.
    """
    cost, holding = event.appraisal_cost, event.holding
    if not cost or event.appraisal_paid != HoldingEvent.PaidBy.GIFT:
        return None
    return book_appraisal(
        host=holding.line.host,
        amount=cost,
        words=event.words,
        gift=f"holdings.holding:{holding.pk}",
        key=f"holding event:{event.pk}",
        purse=_paying(holding, cost),
        on=event.on,
        by=by,
        at=at,
    )


def _paying(holding, cost):
    """The purse of the gift, where nobody else gave to it and it has so much; None: the host's own money."""
    purse = holding.purse
    if holding.donor_id is None or Line.objects.get(pk=purse.line_id).free < cost:
        return None
    gifts = Gift.objects.filter(donor=holding.donor_id, purse=purse, posting__isnull=False)
    theirs = Holding.objects.filter(donor=holding.donor_id).values_list("pk", flat=True)
    came = Posting.objects.filter(credit=way_in(purse.line))
    others = came.exclude(pk__in=gifts.values("posting")).exclude(
        about__in=[f"holding:{pk}" for pk in theirs]
    )
    return None if others.exists() else purse
