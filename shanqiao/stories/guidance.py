"""What fits a resident (合理引导): for each open need who could help now, who after a paper is there, who not, and why."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import IntegerChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.funds.queries import with_something_free
from shanqiao.apps.matching.asking import room_for
from shanqiao.apps.matching.facts import facts_of_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.programmes.queries import most_in, programmes_for, refused_for_good
from shanqiao.apps.referrals.models import Capacity
from shanqiao.apps.referrals.papers import SHOWN_BY, papers_for
from shanqiao.apps.referrals.queries import asked_of, capacities_latest, places_left
from shanqiao.apps.residents.models import Consent, IdentityDocument
from shanqiao.apps.sameness.queries import latest_word_of_person, records_of
from shanqiao.engines.eligibility import parse

from .conditions import comparison_in_words

SHOWN = 10  # purses for one need; the rest is found by the plans


class Fit(IntegerChoices):
    """How near somebody is to helping; the order in which a resident reads it."""

    NOW = 0, gettext_lazy("can be had now")
    PAPERS = 1, gettext_lazy("when a paper is there")
    WAITING = 2, gettext_lazy("by waiting list, or after they looked")
    NOT = 3, gettext_lazy("does not fit at present")


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One programme, purse or organisation, as it fits one need."""

    name: str
    what: str  # what it helps with, or of which fund it is
    fit: Fit
    most: int | None  # at most so much; None where nobody counts
    unit: str
    papers: tuple[str, ...]  # to bring along
    missing: tuple[str, ...]  # of them, what is not known yet
    says: tuple[str, ...]  # why it does not fit, or what to know
    to: str  # as the form of a referral names it


@dataclass(frozen=True, kw_only=True)
class Guided:
    """A need with all advice on it, the nearest first."""

    need: Need
    lacking: int | None  # None before the first assessment
    unit: str
    advice: tuple[Advice, ...]

    def of(self, fit):
        return [one for one in self.advice if one.fit == fit]

    @property
    def fitting(self):
        return [one for one in self.advice if one.fit != Fit.NOT]

    @property
    def failing(self):
        return self.of(Fit.NOT)


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """What a resident may hope for, over all open needs."""

    needs: tuple[Guided, ...]
    agrees: bool  # that help is looked for


def guidance_for(resident, *, at):
    """`Guidance` for a resident: nothing is written by asking."""
    needs = Need.objects.open().filter(resident=resident).select_related("resident__street")
    agrees = latest_word_of_person(resident, Consent.Purpose.FINDING_HELP) is True
    on_file = _on_file(resident)
    guided = tuple(_guided(need, on_file, at=at) for need in needs.order_by("told_at", "pk"))
    return Guidance(needs=guided, agrees=agrees)


def _guided(need, on_file, *, at):
    assessment = latest_assessments(needs=[need]).first()
    if assessment is None:
        return Guided(need=need, lacking=None, unit="", advice=())
    cover = getattr(need, "cover", None)
    lacking = assessment.needed - assessment.elsewhere - (cover.granted if cover else 0)
    if lacking <= 0:
        return Guided(need=need, lacking=0, unit=assessment.unit, advice=())
    told = _Told(need, assessment, lacking, on_file, at)
    advice = [*_programmes(told), *_purses(told), *_organisations(told)]
    ordered = sorted(advice, key=lambda one: (one.fit, -(one.most or 0), one.name))
    return Guided(need=need, lacking=lacking, unit=assessment.unit, advice=tuple(ordered))


@dataclass(frozen=True)
class _Told:
    """What all advice on one need is made from."""

    need: Need
    assessment: Any
    lacking: int
    on_file: frozenset[str]  # papers that were seen already
    at: Any

    @cached_property
    def facts(self):
        return facts_of_need(self.need, self.assessment, day=localdate(self.at))


def _programmes(told):
    for programme in programmes_for(told.need, on=localdate(told.at))[:SHOWN]:
        room = room_for(need=told.need, purse=programme.purse, at=told.at)
        most = most_in(programme, told.need, room)
        refusal = refused_for_good(programme, told.need)
        says = _in_the_way(room)
        if refusal:
            says.append(
                _("The fund said no to this need before: %(why)s.")
                % {"why": refusal.get_reason_display()}
            )
        yield _from_money(
            told,
            programme.purse,
            str(programme),
            programme.purpose,
            most,
            says,
            f"programme-{programme.pk}",
        )


def _purses(told):
    """The purses nearest to helping: those whose givers' condition is met, then may be, then is not."""
    purses = with_something_free(at=told.at).filter(
        kinds__contains=[told.need.kind], item=told.need.item
    )
    near = {True: 0, None: 1, False: 2}
    nearest = sorted(
        purses.order_by("-line__free", "pk"),
        key=lambda one: near[parse(one.eligible).evaluate(told.facts)],
    )
    for purse in nearest[:SHOWN]:
        room = room_for(need=told.need, purse=purse, at=told.at)
        yield _from_money(
            told,
            purse,
            purse.label,
            str(purse.fund),
            room.most,
            _in_the_way(room),
            f"purse-{purse.pk}",
        )


def _from_money(told, purse, name, what, most, says, to):
    """Advice on what a purse pays, from its conditions and what is left of it."""
    most = max(0, min(most, told.lacking, purse.free - asked_of(purse)))
    condition, missing = parse(purse.eligible), ()
    answer = condition.evaluate(told.facts)
    if answer is None:
        missing = tuple(papers_for(condition.unknown_because(told.facts)))
    elif not answer:
        asks = [comparison_in_words(leaf) for leaf in condition.in_the_way(told.facts)]
        says.append(_("It asks for: %(what)s.") % {"what": _(", and ").join(asks)})
    if not says and not most:
        says.append(
            _("Nothing is left of it at present, or the resident has had all it gives one person.")
        )
    return Advice(
        name=name,
        what=what,
        fit=Fit.NOT if says else Fit.PAPERS if answer is None else Fit.NOW,
        most=most,
        unit=purse.unit,
        papers=tuple(papers_for(sorted(condition.columns))),
        missing=tuple(paper for paper in missing if paper not in told.on_file),
        says=tuple(says),
        to=to,
    )


def _in_the_way(room):
    """What stands in the way, beside what we say more exactly ourselves."""
    return [one.says for one in room.problems if one.code not in ("paper", "condition", "consent")]


def _on_file(resident):
    """Papers that were seen already: only the fact has to be written down from them."""
    rows = IdentityDocument.objects.filter(
        resident__in=records_of(resident), until=None, mistaken=False
    )
    kinds = set(rows.values_list("kind", flat=True))
    shown = [column for column, some in SHOWN_BY.items() if kinds & set(some)]
    return frozenset(papers_for(shown))


def _organisations(told):
    """Organisations and stations that said whether they have places for this kind of help."""
    today = localdate(told.at)
    for capacity in capacities_latest().filter(kind=told.need.kind):
        if capacity.until_on and capacity.until_on < today:
            continue
        row = capacity.organisation or capacity.station
        left, says, fit = places_left(capacity), (), Fit.NOW
        if capacity.has == Capacity.Has.NONE or left == 0:
            fit, says = Fit.NOT, (_("They have no places at present."),)
        elif capacity.has == Capacity.Has.WAITING:
            fit, says = Fit.WAITING, (_("There is a waiting list."),)
        elif capacity.has == Capacity.Has.ASSESSES:
            fit, says = Fit.WAITING, (_("They look at each case themselves first."),)
        what = "organisation" if capacity.organisation_id else "station"
        yield Advice(
            name=str(row),
            what=told.need.get_kind_display(),
            fit=fit,
            most=None,
            unit=told.assessment.unit,
            papers=(),
            missing=(),
            says=says,
            to=f"{what}-{row.pk}",
        )
