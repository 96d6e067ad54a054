"""What a plan proposes otherwise than the plan before it, as far as one person may see it, and why."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.models import Plan, PlanChange, Proposal
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.engines.allocation.between import CLASS

from .conditions import NAMES
from .pseudonyms import without_names

Kind, Reason = PlanChange.Kind, PlanChange.Reason

_OF_NEEDS = {  # what conditions have no name for
    "time": gettext_lazy("its days"),
    "not_eligible": gettext_lazy("what conditions ask about"),
    "unknown": gettext_lazy("something is not known any more"),
}
_OF_PURSES = {
    "gone": gettext_lazy("paused, used up, or its conditions have ended"),
    "capacity": gettext_lazy("less is free"),
    "more": gettext_lazy("more is free"),
    "reserved_share": gettext_lazy("how much it keeps for some people"),
    "reserved_for": gettext_lazy("for whom it keeps a share"),
    "street": gettext_lazy("the streets it serves"),
    "time": gettext_lazy("its days"),
    "kind": gettext_lazy("the kinds of help"),
    "item": gettext_lazy("the item"),
    "not_eligible": gettext_lazy("whom it is for"),
    "unknown": gettext_lazy("it asks for something that is not known"),
}


def changes_of_city(plan):
    """Every change of ``plan``."""
    return _told(plan.changes.all())


def changes_for_funds(plan, *, person):
    """The changes at purses of the funds where ``person`` has a seat."""
    return _told(plan.changes.filter(_at(funds_of(person))))


def changes_at_station(plan, *, station):
    """The changes for residents of ``station``, with their names."""
    needs = Need.objects.known_to(station).values("pk")
    return _loaded(plan.changes.filter(need__in=needs))


def stayed(plan):
    """The proposals ``plan`` found waiting and left as they were."""
    return Proposal.objects.filter(
        Q(plan__proposed_at__lt=plan.proposed_at)
        & (Q(closed_at=None) | Q(closed_at__gt=plan.proposed_at))
    )


def stayed_for_funds(plan, *, person):
    """The same for the funds where ``person`` has a seat."""
    return stayed(plan).filter(purse__fund__in=funds_of(person))


def counts_of(changes):
    """[(code, words, how many)] of each kind of change that occurs, in their order.

    A proposal that was granted is a promise now; of those that left the plan it is said how many.
    """
    granted = Count("pk", filter=Q(reason=Reason.GRANTED))
    rows = changes.order_by().values_list("kind").annotate(many=Count("pk"), granted=granted)
    found = {kind: (many, granted) for kind, many, granted in rows}
    return [
        (kind.value, _kind(kind, *found[kind]), found[kind][0]) for kind in Kind if kind in found
    ]


def stayed_at_station(plan, *, station):
    """The same for residents of ``station``."""
    return stayed(plan).filter(need__in=Need.objects.known_to(station).values("pk"))


def were_kept(plan):
    """Were the changes of ``plan`` written down? Of the first plans they were not."""
    return "changes" in plan.summary


def plan_or_latest(pk=None):
    """One plan by its number or the latest one, without the facts; None where there is none."""
    plans = Plan.objects.defer("facts").order_by("-proposed_at", "-pk")
    return plans.filter(pk=pk).first() if pk else plans.first()


def beside(plan):
    """The plans before and after ``plan``, None where there is none."""
    plans = Plan.objects.only("pk", "proposed_at")
    older = plans.filter(
        Q(proposed_at__lt=plan.proposed_at) | Q(proposed_at=plan.proposed_at, pk__lt=plan.pk)
    )
    newer = plans.filter(
        Q(proposed_at__gt=plan.proposed_at) | Q(proposed_at=plan.proposed_at, pk__gt=plan.pk)
    )
    return (
        older.order_by("-proposed_at", "-pk").first(),
        newer.order_by("proposed_at", "pk").first(),
    )


def why_changed(change):
    """Sentences: the reason, what exactly, and how many others fit; of others it says how grave, never who."""
    first = str(Reason(change.reason).label)
    return [words for words in (first, _more(change), _further(change)) if words]


def _kind(kind, many, granted):
    if not granted:
        return kind.label
    if granted == many:
        return _("%(left)s, all granted") % {"left": kind.label}
    return _("%(left)s, %(n)s of them granted") % {"left": kind.label, "n": granted}


def _more(change):
    about = change.about
    if "urgency" in about:
        words = _("Its class: %(urgency)s, severity %(first)s to %(last)s.")
        return words % {
            "urgency": Assessment.Urgency(about["urgency"]).label,
            "first": about["severity"],
            "last": about["severity"] + CLASS - (0 if about["severity"] + CLASS == 100 else 1),
        }
    of_purse = change.reason == Reason.RESOURCE
    named = [_column(code, of_purse=of_purse) for code in about.get("what", ())]
    return _("Namely: %(what)s.") % {"what": _("; ").join(named)} if named else ""


def _column(code, *, of_purse):
    names = _OF_PURSES if of_purse else _OF_NEEDS
    return str(names.get(code) or NAMES.get(code) or code)


def _further(change):
    if not change.others:
        return ""
    words = ngettext(
        "%(n)s other reason fits as well.", "%(n)s other reasons fit as well.", change.others
    )
    return words % {"n": change.others}


def _at(funds):
    return Q(purse__fund__in=funds) | Q(left__fund__in=funds)


def _told(changes):
    return without_names(_loaded(changes), path="need__resident")


def _loaded(changes):
    """With all that a list says of a change; ``proposal`` is the one that waits, where one does."""
    waiting = Proposal.objects.waiting().filter(need=OuterRef("need"), purse=OuterRef("purse"))
    return (
        changes.select_related("need__resident__street__district", "purse__fund", "left__fund")
        .annotate(proposal=Subquery(waiting.values("pk")[:1]))
        .order_by("need_id", "pk")
    )
