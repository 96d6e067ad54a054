from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.funds.queries import seats_of
from shanqiao.apps.governing.queries import motions_waiting_for
from shanqiao.apps.record.clock import now
from shanqiao.stories.fund_today import grants_waiting, proposals_waiting
from shanqiao.stories.money_out import payees_to_check, to_approve
from shanqiao.stories.programmes import to_answer
from shanqiao.www.parts.frame import Desk, Place

from .door import decides, governs, has_a_seat, pays

# what lies in each place, as tabs above its pages
PROPOSALS = ("fund:proposal", "fund:approved", "fund:decline", "fund:plan")
AID = ("fund:programme", "fund:application", "fund:referral", "fund:inquir")
GIFTS = tuple(
    f"fund:{name}"
    for name in (
        "gift", "donor", "question", "pledge", "employe", "point", "box", "receipt", "letter", "paper", "event",
    )
)  # fmt: skip
MONEY_OUT = tuple(
    f"fund:{name}"
    for name in (
        "grant", "release", "top-up", "pay", "approval", "approve-further", "band", "vendor", "batch", "return",
        "asked-back", "sample",
    )
)  # fmt: skip
BALANCE = tuple(
    f"fund:{name}"
    for name in (
        "purse", "postings", "trial", "account", "statement", "bank", "reconcile", "match", "holding", "invest",
        "trust", "link",
    )
)  # fmt: skip
GOVERNANCE = tuple(
    f"fund:{name}"
    for name in (
        "committee", "member", "interest", "rules", "motion", "surplus", "purpose", "change", "objection", "spending",
        "management", "raising",
    )
)  # fmt: skip


def places(request):
    person, at = request.user, now()
    waits = motions_waiting_for(person, on=localdate(at)).count()
    governance = Place(
        label=_("Governance"),
        url_name="fund:governance",
        icon="users-group",
        count=waits or None,
        holds=GOVERNANCE,
    )
    if not has_a_seat(person):
        return [governance]
    decide = proposals_waiting(person, at=at) if decides(person) else None
    pay = grants_waiting(person, at=at) if pays(person) else None
    return [
        Place(label=_("Today"), url_name="fund:today", icon="home"),
        _place(_("Proposals"), "fund:proposals", "list-check", decide, holds=PROPOSALS),
        Place(
            label=_("Aid programmes"),
            url_name="fund:applications",
            icon="user-heart",
            count=to_answer(person).order_by().count() or None,
            holds=AID,
        ),
        _money_out(person, pay),
        Place(label=_("Gifts"), url_name="fund:gifts", icon="gift", holds=GIFTS),
        Place(label=_("Balance"), url_name="fund:balance", icon="wallet", holds=BALANCE),
        governance,
    ]


def _money_out(person, pay):
    """Grants to be paid, approvals and accounts that wait for this person's word: together, and on which tab each."""
    approvals = to_approve(person).order_by().count() if decides(person) else 0
    payees = payees_to_check(person).order_by().count()
    return _place(
        _("Money out"),
        "fund:grants",
        "receipt-yuan",
        pay,
        (("fund:approvals", approvals), ("fund:payees", payees)),
        holds=MONEY_OUT,
    )


def acting_for(request):
    """The seats of this person, as: Fund (handler); with several funds, the first and how many more."""
    of_role = {}
    for seat in seats_of(request.user):
        of_role.setdefault(seat.get_role_display(), []).append(str(seat.fund))
    return " · ".join(f"{_several(funds)} ({role})" for role, funds in of_role.items())


def _several(funds):
    first, *others = funds
    if not others:
        return first
    words = ngettext("%(fund)s and %(n)s more", "%(fund)s and %(n)s more", len(others))
    return words % {"fund": first, "n": len(others)}


def _place(label, url_name, icon, waiting, beside=(), *, holds):
    """A place with what waits there: ``waiting``, of which some may press, and ``beside`` it what never does."""
    first = waiting.count if waiting else 0
    return Place(
        label=label,
        url_name=url_name,
        icon=icon,
        count=first + sum(count for _tab, count in beside) or None,
        pressing=bool(waiting and waiting.pressing),
        holds=holds,
        tabs=((url_name, first), *beside),
    )


desk = Desk(
    name="fund",
    label=_("Fund"),
    icon="wallet",
    home="fund:today",
    may=governs,
    places=places,
    acting_for=acting_for,
    search="fund:proposals",
    search_label=_("Search proposals: street, purse, goods or code of a resident"),
)
