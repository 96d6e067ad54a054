"""What a version of a rule would change: asked by a rule keeper, computed by the worker, nothing changed."""

from datetime import timedelta
from time import monotonic

import polars as pl
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.engines.eligibility import CannotReadExpression, LacksParameter, compare
from shanqiao.engines.suppression import at_least

from .facts import facts_of, people_in_care
from .models import Simulation
from .queries import in_force
from .vocabulary import read_on, read_rule

BANDS = (
    (18, "0-17"),
    (60, "18-59"),
    (70, "60-69"),
    (80, "70-79"),
)  # years below which, and its name
OLDEST = "80+"
BROKEN_DOWN = ("district", "band", "sex", "disability")
FACTS_ARE_THERE = 80  # per cent; asking both rules of a million takes a second

# Note [What a simulation tells]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Whoever tries one wording after the other could single out a person: "older than 86", "older than 87". So people are
# counted and rounded down to fives, of which 1 to 4 look like nobody, in each cell and in each total on its own; the
# exact counts are kept nowhere, and nothing is told only where there is somebody: every fact a rule asks stands among
# what is not known, whoever lacks it. What it costs is an interval: at the least nobody whose answer is unknown gets it,
# and each of the others the least; at the most everybody whose answer is unknown gets it too, and each the most. Both
# ends are taken from the rounded counts, outwards, so that the truth lies in between.
#
# What remains: whoever finds a wording of which exactly four people are told as none can add one more person to it and see
# five. To find it takes many simulations; each is a row with who asked it, which supervision reads, and only rule keepers
# ask. Nobody is told by it what a number of fives does not tell.


class CannotSimulateRule(Exception):
    """Another person must ask, the day is over, or what it is compared with cannot be read as a rule."""


def simulate_rule(*, version, on, low, high, by, at, against=None, against_name=""):
    """A rule keeper asks what a version would change for the city as it is known now. Nothing changes.

    Args:
        on: the day on which ages are counted and parameters have their values; today or later, since
            what was known of residents on a day that is over is asked nowhere here.
        low, high: what one person would get a month, in fen, at least and at most.
        against: a condition it is compared with, such as a programme's; None for what is in force
            of the rule on that day.
        against_name: what that is, in words.

    Raises:
        CannotSimulateRule: with the reason in words.
    """
    if not keeps_rules(by):
        raise CannotSimulateRule(_("Only rule keepers of the city try its rules."))
    if on < localdate(at):
        raise CannotSimulateRule(
            _("A rule is tried as on today or a later day. Please choose another day.")
        )
    if against is None:
        against, against_name = _in_force_of(version.rule, on)
    try:
        read_rule(against)
    except CannotReadExpression as refusal:
        raise CannotSimulateRule(
            _(
                "What it is to be compared with asks about needs, not about people, and cannot be simulated. Please choose another."
            )
        ) from refusal
    try:
        with transaction.atomic():
            simulation = Simulation.objects.create(
                version=version,
                on=on,
                low=low,
                high=high,
                against=against,
                against_name=against_name,
                asked_by=by,
                asked_at=at,
            )
            note(act="rules.simulate", subject=simulation, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotSimulateRule(in_words(refusal, Simulation)) from refusal
    return simulation


def run_simulation(*, simulation, at):
    """The worker computes what would change. One that ended stays as it ended."""
    simulation.refresh_from_db()
    if simulation.ended_at:
        return simulation
    begun = monotonic()
    Simulation.objects.filter(pk=simulation.pk).update(started_at=at, share_done=0)
    try:
        answer = _answer(simulation)
    except LacksParameter as refusal:
        says = _(
            "%(names)s has no value on that day. Please write it with its source, and try again."
        )
        _end(simulation, begun, at, says=says % {"names": ", ".join(refusal.names)})
    except Exception:
        _end(simulation, begun, at, says=_("It could not be computed. The operators were told."))
        raise
    else:
        _end(simulation, begun, at, answer=answer, share_done=100)
    simulation.refresh_from_db()
    return simulation


def told(changes, *, low, high):
    """The numbers that are kept of `Changes`. See Note [What a simulation tells].

    Args:
        low, high: fen a month for one person.
    """
    yes, unknown = changes.after
    was, was_unknown = changes.before
    return {
        "people": at_least(changes.people),
        "yes": at_least(yes),
        "unknown": at_least(unknown),
        "was": at_least(was),
        "in": at_least(changes.came_in),
        "out": at_least(changes.went_out),
        "keeps": at_least(changes.keeps),
        "in_doubt": at_least(changes.in_doubt),
        "now_known": at_least(changes.now_known),
        "unknown_by": sorted(
            ([name, at_least(count)] for name, count in changes.unknown_by),
            key=lambda row: (-row[1], row[0]),
        ),
        "cost": _cost(yes, unknown, low, high),
        "cost_before": _cost(was, was_unknown, low, high),
        "tables": {name: _rows(table) for name, table in changes.tables.items()},
    }


def with_bands(facts):
    """The facts with the age band of each as ``band``."""
    age, band = pl.col("age"), pl.lit(OLDEST)
    for below, name in reversed(BANDS):
        band = pl.when(age < below).then(pl.lit(name)).otherwise(band)
    known = pl.when(age.is_null()).then(None).otherwise(band)
    return facts.with_columns(known.alias("band"))


def _answer(simulation):
    after = read_on(simulation.version.text, simulation.on)
    before = read_on(simulation.against, simulation.on) if simulation.against else None
    facts = with_bands(facts_of(people_in_care(), simulation.on))
    Simulation.objects.filter(pk=simulation.pk).update(share_done=FACTS_ARE_THERE)
    changes = compare(facts, after, before, by=BROKEN_DOWN)
    return told(changes, low=simulation.low, high=simulation.high)


def _in_force_of(rule, on):
    now = in_force(rule, on=on)
    if now is None:
        return "", _("nothing: the rule is not in force")
    return now.version.text, _("the version in force since %(day)s") % {
        "day": f"{now.first_on:%Y-%m-%d}"
    }


def _cost(yes, unknown, low, high):
    return [at_least(yes) * low, (_below(yes) + _below(unknown)) * high]


def _below(count):
    """A count is below this; nothing more is told by it than by the count rounded down, nobody included."""
    return at_least(count) + 5


def _rows(table):
    """[value, people, yes, unknown, in, out, in doubt] where five or more are counted; an empty value is not known."""
    counts = ("people", "yes", "unknown", "in", "out", "in_doubt")
    rows = [
        [row["value"], *(at_least(row[name]) for name in counts)]
        for row in table.iter_rows(named=True)
    ]
    return [row for row in rows if row[1]]


def _end(simulation, begun, at, **answer):
    ended_at = at + timedelta(seconds=monotonic() - begun)
    Simulation.objects.filter(pk=simulation.pk).update(ended_at=ended_at, **answer)
