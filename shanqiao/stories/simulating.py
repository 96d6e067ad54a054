"""What a rule would change: for the city as a simulation counted it, and for one person on a resident's page."""

from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.places.models import District
from shanqiao.apps.programmes.models import AidProgramme
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.rules.models import Rule, RuleVersion
from shanqiao.apps.rules.queries import (
    Answer,
    all_in_force,
    answer_in,
    known_of,
    waiting_versions,
)
from shanqiao.apps.rules.vocabulary import parameters_on, vocabulary
from shanqiao.apps.sameness.queries import person_of
from shanqiao.engines.eligibility import RESIDENT, CannotReadExpression, parse

from .rules_in_words import leaf_in_words, said

TABLES = {
    "district": gettext_lazy("District"),
    "band": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "disability": gettext_lazy("Disability"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """People of one district, age, sex or disability, at least; ``share`` of all who would have it."""

    label: str
    people: int
    yes: int
    unknown: int
    came_in: int
    went_out: int
    in_doubt: int
    share: float | None


@dataclass(frozen=True, kw_only=True)
class ForPerson:
    """What one rule says about a person: as it is in force, and as a later version would say."""

    rule: Rule
    now: Answer | None  # None where no version is in force
    thought_of: RuleVersion | None
    then: Answer | None
    why: tuple[str, ...]  # what is in the way now, in words
    papers: tuple[str, ...]  # what would tell what is not known now
    papers_then: tuple[str, ...]

    @property
    def change(self):
        """What the later version would change: in, out, same or unknown; empty where there is none."""
        if self.then is None:
            return ""
        if self.then.yes is None:
            return "unknown"
        has = self.now is not None and self.now.yes is True
        return "same" if has is self.then.yes else "in" if self.then.yes else "out"


def broken_down(answer):
    """[(heading, rows)] of an answer of a simulation, with the names of districts and categories."""
    districts = {district.code: str(district) for district in District.objects.all()}
    return [
        (heading, [_row(name, row, answer["yes"], districts) for row in answer["tables"][name]])
        for name, heading in TABLES.items()
    ]


def unknown_in_words(answer):
    """[(what may not be known, people at least, which paper would tell it)] of all a rule asks, the most first."""
    terms = RESIDENT.terms
    return [
        (said(terms[name].words), people, said(terms[name].paper) if terms[name].paper else "")
        for name, people in answer["unknown_by"]
    ]


def comparable_programmes(*, on):
    """[(programme, its condition)] of open programmes whose purse asks about people only.

    The condition of a purse for everybody is ``true``.
    """
    programmes = AidProgramme.objects.open(on=on).select_related("purse__fund").order_by("pk")
    found = []
    for programme in programmes:
        text = programme.purse.eligible or "true"
        try:
            parse(text, RESIDENT)
        except CannotReadExpression:
            continue
        found.append((programme, text))
    return found


def rules_for(resident, *, on):
    """What each rule says about the person of a resident on a day, and what a waiting version would change.

    Returns:
        list of `ForPerson`.
    """
    names = vocabulary()
    ask = partial(
        answer_in, row=known_of(person_of(resident), on), names=names, values=parameters_on(on)
    )
    current = all_in_force(on=on)
    waiting = {version.rule_id: version for version in waiting_versions().reverse()}
    return [
        _for_person(rule, current.get(rule.pk), waiting.get(rule.pk), ask, names)
        for rule in Rule.objects.order_by("pk")
    ]


def _for_person(rule, current, waiting, ask, names):
    now = ask(current.version.text) if current else None
    then = ask(waiting.text) if waiting else None
    return ForPerson(
        rule=rule,
        now=now,
        thought_of=waiting,
        then=then,
        why=tuple(leaf_in_words(leaf, names) for leaf in now.in_the_way) if now else (),
        papers=tuple(said(paper) for paper in now.papers) if now else (),
        papers_then=tuple(said(paper) for paper in then.papers) if then else (),
    )


def _row(name, row, all_yes, districts):
    value, people, yes, unknown, came_in, went_out, in_doubt = row
    return Row(
        label=_label(name, value, districts),
        people=people,
        yes=yes,
        unknown=unknown,
        came_in=came_in,
        went_out=went_out,
        in_doubt=in_doubt,
        share=yes / all_yes if all_yes else None,
    )


def _label(name, value, districts):
    if value is None:
        return _("not known")
    if name == "district":
        return districts.get(value, value)
    if name == "sex":
        return str(Resident.Sex(value).label)
    if name == "disability":
        return _("grade %(n)s") % {"n": value} if value else _("none")
    return value.replace("-", "–")
