"""Where what purses received came from, and where it went: to people, into investments, to other purses."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from shanqiao.apps.books.models import RARE_KINDS, Account, Posting

Kind = Posting.Kind

# Note [Given is given to people]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A line knows what left it, not whither. Money that became a share has left the line of its purse, and so has what moved
# to another purse; neither is help. Both come on the line again when they come back, and are no gift then. So what is
# shown as given is what left less these, and what is shown as received is what came less these, each net of its way back:
#
#     received + earned - given - invested - moved - management - raising = promised + free
#
# Only kinds that are rare are counted row by row (they have an index of their own); gifts and uses, which may be
# millions, are what is left of the totals of the line.


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Totals of one purse, or of several in one unit. See Note [Given is given to people].

    Args:
        received: from givers.
        earned: income from property, and gains.
        given: to people.
        invested: less what came back of it; below zero where more came back, as of a share that was given.
        moved: to other purses, less what came from them.
        management: a share for management.
        raising: what raising money, or the appraisal of a gift, cost.
    """

    received: int = 0
    earned: int = 0
    given: int = 0
    invested: int = 0
    moved: int = 0
    management: int = 0
    raising: int = 0

    @property
    def elsewhere(self):
        """Whether anything went or came another way than from givers to people."""
        return any((self.earned, self.invested, self.moved, self.management, self.raising))

    def __add__(self, other):
        return Ways(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})


def ways_of(purses):
    """{purse: Ways} of purses, in two questions."""
    lines = {purse.line_id: purse for purse in purses}
    out, back = defaultdict(int), defaultdict(int)  # (line, what) -> what left it; what came on it
    for sign, side, other in ((1, "debit", "credit"), (-1, "credit", "debit")):
        for line, flow, kind, purse, amount in _rare(lines, side, other):
            what = _what(kind, to_a_purse=purse is not None)
            (out if flow == Account.Flow.OUT else back)[line, what] += sign * amount
    return {purse.pk: _ways(line, purse, out, back) for line, purse in lines.items()}


def _rare(lines, side, other):
    """What moved through the accounts of lines otherwise than as gift or use."""
    rows = Posting.objects.filter(
        **{f"{side}__line__in": lines, f"{side}__flow__in": [Account.Flow.IN, Account.Flow.OUT]},
        kind__in=RARE_KINDS,
    )
    names = (f"{side}__line", f"{side}__flow", "kind", f"{other}__line__purse")
    return rows.order_by().values_list(*names).annotate(all=Sum("amount"))


def _what(kind, *, to_a_purse):
    match kind:
        case Kind.MOVE:
            return "moved" if to_a_purse else "invested"
        case Kind.FEE:
            return "management"
        case Kind.RAISING:
            return "raising"
        case _:
            return "earned"


def _ways(line, purse, out, back):
    """Of one line; what came on it is credited, so ``back`` is below zero."""
    net = {
        what: out[line, what] + back[line, what]
        for what in ("moved", "invested", "management", "raising", "earned")
    }
    left = sum(amount for (of, _what), amount in out.items() if of == line)
    came = -sum(amount for (of, _what), amount in back.items() if of == line)
    return Ways(
        received=purse.received - came,
        given=purse.given - left,
        earned=-net.pop("earned"),
        **net,
    )
