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

AID = ("fund:programme", "fund:application", "fund:referral")
GIFTS = tuple(
    f"fund:{name}"
    for name in (
        "gift", "donor", "question", "pledge", "employe", "point", "box", "receipt", "letter", "paper", "event",
    )
)  # fmt: skip
MONEY_OUT = tuple(
    f"fund:{name}"
    for name in ("approve-further", "band", "payee", "vendor", "batch", "return", "sample")
)
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
        _place(_("Proposals"), "fund:proposals", "list-check", decide),
        _place(_("Grants"), "fund:grants", "heart-handshake", pay),
        Place(
            label=_("Aid programmes"),
            url_name="fund:applications",
            icon="user-heart",
            count=to_answer(person).order_by().count() or None,
            holds=AID,
        ),
        Place(
            label=_("Money out"),
            url_name="fund:approvals",
            icon="receipt-yuan",
            count=_for_me(person),
            holds=MONEY_OUT,
        ),
        Place(label=_("Gifts"), url_name="fund:gifts", icon="gift", holds=GIFTS),
        Place(label=_("Balance"), url_name="fund:balance", icon="wallet", holds=BALANCE),
        Place(label=_("Our questions"), url_name="fund:inquiries", icon="question-mark"),
        Place(label=_("Plans"), url_name="fund:plans", icon="route"),
        governance,
    ]


def _for_me(person):
    """Approvals and accounts that wait for this person's word."""
    approvals = to_approve(person).order_by().count() if decides(person) else 0
    return approvals + payees_to_check(person).order_by().count() or None


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


def _place(label, url_name, icon, waiting):
    return Place(
        label=label,
        url_name=url_name,
        icon=icon,
        count=waiting.count if waiting else None,
        pressing=bool(waiting and waiting.pressing),
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
