"""Why this need and this purse: what was known, what else was possible, what stands in the way now."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.db.models import F, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.matching.frozen import thaw
from shanqiao.apps.matching.models import Plan, Proposal
from shanqiao.apps.matching.queries import key
from shanqiao.apps.needs.models import Assessment
from shanqiao.engines.allocation import could_serve, options
from shanqiao.engines.eligibility import parse

from .conditions import NAMES, comparison_in_words, names_of, places_in_words, value_in_words
from .pseudonyms import code_of

SHOWN = 5  # of each list; the rest is counted


@dataclass(frozen=True, kw_only=True)
class OtherPurse:
    """A purse of the same kind of help that this need might have been served from."""

    purse: Purse  # with free_now, and proposed: what waiting proposals would take of it
    fits: bool | None  # None: something that would have to be known is not
    says: str  # what kept it from serving, "" where it fits

    @property
    def left(self):
        """What would be left of it after everything that is proposed."""
        return max(0, self.purse.free_now - self.purse.proposed)


@dataclass(frozen=True, kw_only=True)
class OtherNeed:
    """A need this purse could have served instead; never with a name."""

    code: str
    kind: str
    missing: int
    severity: int
    urgency: int
    graver: bool
    proposed: int  # to it, from any purse

    @property
    def urgency_words(self):
        return Assessment.Urgency(self.urgency).label


@dataclass(frozen=True, kw_only=True)
class Why:
    """What a person asks before saying yes or no."""

    plan: Plan  # whose frozen facts these are
    asked: Sequence[tuple[str, str]]  # what the givers ask about, and what was known
    fitting: Sequence[OtherPurse]
    failing: Sequence[OtherPurse]
    more_fitting: int
    more_failing: int
    needs: Sequence[OtherNeed]
    all_needs: int
    graver: int


def why_this(proposal):
    """`Why` for a proposal of a plan, from the facts the plan was made of; None where they do not hold this need.

    What was asked for by hand stands on no plan: None.

    A proposal that still waits is part of the latest plan, whichever plan said it first.
    """
    if proposal.plan is None:
        return None
    plan = Plan.objects.order_by("-proposed_at", "-pk").first()
    plan = proposal.plan if proposal.closed_at else plan
    city = thaw(bytes(plan.facts))
    need = _row(city.needs, "need", proposal.need_id)
    resource = _row(city.resources, "resource", proposal.purse_id)
    if need is None or resource is None:
        return None
    purses = _other_purses(need, city, besides=proposal.purse_id)
    fitting = [other for other in purses if other.fits]
    failing = [other for other in purses if not other.fits]
    others = could_serve(resource, city.needs, city.before).filter(pl.col("need") != need["need"])
    return Why(
        plan=plan,
        asked=_asked(need, resource["eligible"]),
        fitting=fitting[:SHOWN],
        failing=failing[:SHOWN],
        more_fitting=max(0, len(fitting) - SHOWN),
        more_failing=max(0, len(failing) - SHOWN),
        needs=_other_needs(others, need),
        all_needs=others.height,
        graver=others.filter(_gravity() > _gravity_of(need)).height,
    )


def _row(frame, column, pk):
    return next(frame.filter(pl.col(column) == key(pk)).iter_rows(named=True), None)


def _asked(need, condition):
    """What a condition looks at, with what was known; a fund's own refusals are no fact about a resident."""
    columns = sorted(parse(condition).columns - {"need", "person"})
    return [
        (str(NAMES[c]), value_in_words(c, need[c]) if need[c] is not None else _("not known"))
        for c in columns
    ]


def _other_purses(need, city, *, besides):
    """The purses for this kind of help, those that fit and have most left first."""
    told = {
        int(resource): (fits, code)
        for resource, fits, code in options(need, city.resources, city.before).iter_rows()
        if code not in ("kind", "item") and int(resource) != besides
    }
    rows = {int(row["resource"]): row for row in city.resources.iter_rows(named=True)}
    names = names_of({place for pk in told for place in rows[pk]["streets"]})
    purses = (
        Purse.objects.filter(pk__in=told).annotate(free_now=F("line__free")).select_related("fund")
    )
    proposed = dict(
        Proposal.objects.waiting()
        .filter(purse__in=told)
        .values_list("purse")
        .annotate(all=Sum("count"))
        .order_by()
    )
    others = []
    for purse in purses:
        fits, code = told[purse.pk]
        purse.proposed = proposed.get(purse.pk, 0)
        says = what_failed(code, need, rows[purse.pk], names)
        others.append(OtherPurse(purse=purse, fits=fits, says=says))
    return sorted(others, key=lambda other: (other.fits is None, -other.left, other.purse.pk))


def what_failed(code, need, resource, names):
    """Why a purse may not serve a need, in words; "" where it may.

    Args:
        code: as `options` gives it.
        need, resource: rows as the engine takes them.
    """
    match code:
        case "street":
            return _("It gives only in: %(places)s.") % {
                "places": places_in_words(resource["streets"], names)
            }
        case "time":
            return _("It gives only from %(first)s to %(last)s.") % {
                "first": date_format(resource["valid_from"], _("j F Y")),
                "last": date_format(resource["valid_to"], _("j F Y")),
            }
        case "unknown":
            columns = parse(resource["eligible"]).unknown_because(need)
            return _("Not known about the resident: %(what)s.") % {
                "what": _(", ").join(str(NAMES[column]) for column in columns)
            }
        case "not_eligible":
            leaves = parse(resource["eligible"]).in_the_way(need)
            return _("It asks for: %(what)s.") % {
                "what": _(", and ").join(comparison_in_words(leaf) for leaf in leaves)
            }
        case "person_cap":
            return _("The resident has had all that this purse gives one person.")
        case _:
            return ""


def _other_needs(others, need):
    gravest = others.sort(_gravity(), "open_on", "need", descending=[True, False, False])
    rows = list(gravest.head(SHOWN).iter_rows(named=True))
    proposed = dict(
        Proposal.objects.waiting()
        .filter(need__in=[int(row["need"]) for row in rows])
        .values_list("need")
        .annotate(all=Sum("count"))
        .order_by()
    )
    return [
        OtherNeed(
            code=code_of(int(row["person"])),
            kind=row["kind"],
            missing=max(0, row["quantity"] - row["covered"]),
            severity=row["severity"],
            urgency=row["urgency"],
            graver=_gravity_of(row) > _gravity_of(need),
            proposed=proposed.get(int(row["need"]), 0),
        )
        for row in rows
    ]


def _gravity():
    return pl.col("severity") + 15 * pl.col("urgency")


def _gravity_of(need):
    return need["severity"] + 15 * need["urgency"]
