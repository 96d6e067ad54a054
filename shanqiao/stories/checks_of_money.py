"""Money, cover and what purses hold, each against the rows it is the sum of."""

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from shanqiao.apps.books.models import Account, Hold, Line, Posting, Stretch
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.holdings.models import Holding
from shanqiao.apps.matching.models import Cover, Grant, Reduction, Reserve, Share


def covers_that_differ():
    standing = _still_held("need", need=OuterRef("need"))
    return Cover.objects.annotate(summed=standing).exclude(granted=F("summed"))


def covers_beyond_the_need():
    return Cover.objects.filter(granted__gt=F("needed") - F("elsewhere"))


def shares_that_differ():
    of_one = {"purse": OuterRef("purse"), "need__resident": OuterRef("resident")}
    return Share.objects.annotate(summed=_still_held("purse", **of_one)).exclude(
        granted=F("summed")
    )


def reserves_that_differ():
    """Against the grants outside, and against what the purse has open to all by what it received."""
    outside = _still_held("purse", purse=OuterRef("purse"), outside=True)
    received, share = F("purse__line__received"), F("purse__reserved_share")
    open_to_all = received - (received * share + 99) / 100
    return Reserve.objects.annotate(summed=outside, open_to_all=open_to_all).exclude(
        outside=F("summed"), outside__lte=F("limit"), limit__lte=F("open_to_all")
    )


def lines_that_differ():
    """What was laid, used and is held, each against its rows."""
    laid = _long(Stretch.Side.IN)
    taken = _long(Stretch.Side.OUT)
    held = Hold.objects.filter(line=OuterRef("pk"), ended_at=None)
    return Line.objects.annotate(
        laid=laid, taken=taken, promised=_sum_of(held, "line", "amount")
    ).exclude(in_high=F("laid"), out_high=F("taken") - F("ahead"), held=F("promised"))


def purses_unlike_their_grants():
    """Promised against grants that wait for payment, given against payments, costs, and what moved to other lines."""
    waiting = _standing_grants(purse=OuterRef("pk"), payment=None)
    paid = Payment.objects.filter(grant__purse=OuterRef("pk"))
    back = Reduction.objects.filter(grant__purse=OuterRef("pk"))
    beside = Posting.objects.filter(
        kind__in=(Posting.Kind.MOVE, Posting.Kind.FEE, Posting.Kind.RAISING)
    )
    went = beside.filter(debit__line=OuterRef("line"), debit__flow=Account.Flow.OUT)
    taken_back = beside.filter(credit__line=OuterRef("line"), credit__flow=Account.Flow.OUT)
    given = _sum_of(paid, "grant__purse") - _sum_of(back, "grant__purse")
    return Purse.objects.annotate(
        sum_promised=_sum_of(waiting, "purse"),
        sum_given=given
        + _sum_of(went, "debit__line", "amount")
        - _sum_of(taken_back, "credit__line", "amount"),
    ).exclude(line__held=F("sum_promised"), line__given=F("sum_given"))


def holdings_unlike_their_line():
    return Holding.objects.exclude(value=F("line__free"))


def lines_overspent():
    return Line.objects.filter(free__lt=0)


def _standing_grants(**where):
    return Grant.objects.filter(release=None, **where)


def _still_held(key, **where):
    """The sum of standing grants, without what came back of them."""
    back = Reduction.objects.filter(**{f"grant__{name}": value for name, value in where.items()})
    return _sum_of(_standing_grants(**where), key) - _sum_of(back, f"grant__{key}")


def _long(side):
    return _sum_of(
        Stretch.objects.filter(line=OuterRef("pk"), side=side), "line", F("high") - F("low")
    )


def _sum_of(rows, key, what="count"):
    total = rows.order_by().values(key).annotate(total=Sum(what)).values("total")
    return Coalesce(Subquery(total), 0)
