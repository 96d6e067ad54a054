from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from shanqiao.apps.residents.models import Resident
from shanqiao.engines.eligibility import LacksParameter, Words, parse

from .facts import facts_of
from .models import InForce, ParameterValue, Rule, RuleVersion, Simulation
from .vocabulary import parameters_on, vocabulary

# see Note [Nobody switches on what nobody tried]
TRIED_WITHIN = timedelta(days=7)
NEAR = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a wording of a rule says about one person on a day.

    Attributes:
        yes: True, False, or None where it is not known.
        in_the_way: the fewest comparisons that would all have to be yes, as the engine tells them.
        papers: the documents that would tell what is not known, in Chinese and English.
        lacks: names of parameters without a value on that day; then nothing can be said.
    """

    yes: bool | None
    in_the_way: tuple = ()
    papers: tuple[Words, ...] = ()
    lacks: tuple[str, ...] = ()


def in_force(rule, *, on):
    """What is in force of a rule on a day, with its version; None where nothing is."""
    return InForce.objects.on(on).filter(rule=rule).select_related("version").first()


def all_in_force(*, on):
    """{rule: what is in force of it on a day, with its version}."""
    rows = InForce.objects.on(on).select_related("version")
    return {row.rule_id: row for row in rows}


def answer_of(text, resident, on):
    """What a wording says about one resident on a day: an `Answer`."""
    return answer_in(text, known_of(resident, on), names=vocabulary(), values=parameters_on(on))


def known_of(resident, on):
    """{fact: what is known} of one resident on a day."""
    [row] = facts_of(Resident.objects.filter(pk=resident.pk), on).to_dicts()
    return row


def answer_in(text, row, *, names, values):
    """What a wording says about one row of facts, with the names and the values of a day: an `Answer`."""
    try:
        expression = parse(text, names).bind(values)
    except LacksParameter as refusal:
        return Answer(yes=None, lacks=refusal.names)
    return Answer(
        yes=expression.evaluate(row),
        in_the_way=expression.in_the_way(row),
        papers=expression.missing_papers(row),
    )


def may_have(rule, resident, on):
    """Whether a resident may have what a rule is about, by its version in force on a day.

    Returns:
        an `Answer`, or None where no version is in force.
    """
    now = in_force(rule, on=on)
    return answer_of(now.version.text, resident, on) if now else None


def rules_with_state(*, on):
    """Every rule with ``is_on`` (a version is in force on that day) and ``waits`` (see `waiting_versions`)."""
    current = InForce.objects.on(on).filter(rule=OuterRef("pk"))
    waiting = waiting_versions().filter(rule=OuterRef("pk"))
    return Rule.objects.annotate(is_on=Exists(current), waits=Exists(waiting)).order_by("pk")


def waiting_versions():
    """Versions that were not switched on, nor any that was written after them; the latest first."""
    later = InForce.objects.standing().filter(rule=OuterRef("rule"), version__gte=OuterRef("pk"))
    return RuleVersion.objects.filter(~Exists(later)).order_by("-pk")


def to_come(rule, *, after):
    """What is switched on of a rule and comes into force after a day, the earliest first."""
    rows = InForce.objects.standing().filter(rule=rule, first_on__gt=after)
    return rows.select_related("version", "switched_by").order_by("first_on")


def versions_of(rule):
    """The versions of a rule, the latest first, each with when it was in force."""
    rows = rule.versions.select_related("written_by")
    return rows.prefetch_related("switched_on__switched_by").order_by("-written_at", "-pk")


def simulations_of(version):
    """What was tried of a version, the latest first."""
    return Simulation.objects.filter(version=version).select_related("asked_by").order_by("-pk")


def tried_for(version, *, first_on, at):
    """The latest simulation by which a version may be switched on for a day, or None.

    See Note [Nobody switches on what nobody tried].
    """
    now = in_force(version.rule, on=first_on)
    tried = Simulation.objects.filter(
        version=version,
        answer__isnull=False,
        ended_at__gte=at - TRIED_WITHIN,
        on__range=(first_on - NEAR, first_on + NEAR),
        against=now.version.text if now else "",
    )
    return tried.order_by("-ended_at", "-pk").first()


def values_of(parameter):
    """The values of a parameter, the latest first."""
    rows = ParameterValue.objects.filter(parameter=parameter)
    return rows.select_related("written_by", "ended_by", "called_off_by").order_by(
        "-first_on", "-pk"
    )
