"""What stands in the way of a referral, all of it at once: whoever sends it reads why it could not succeed."""

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.matching.asking import room_for
from shanqiao.apps.matching.facts import facts_of_need
from shanqiao.apps.matching.models import Cover
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.programmes.models import AidProgramme, Application
from shanqiao.apps.programmes.queries import accepted_for, refused_for_good
from shanqiao.apps.residents.queries import departure_of
from shanqiao.engines.eligibility import parse

from .basis import agrees_to_health, basis_of
from .declines import InTheWay, no_means_until, of_before
from .models import Capacity, Referral
from .papers import papers_for
from .queries import asked_of, capacity_of, places_left

# Note [Sent only what can succeed]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What stands in the way is asked twice: for the screen, and again by the action while it holds the need and then the
# purse, or the addressee. What others sent to the same purse and is not answered counts as taken, as does one place
# for each referral that is not over; so of two who send at once for the last of it the second is told, not the agency.

_SAID_OF_THE_NEED = ("closed", "not_assessed", "consent")  # and not once more for the purse


def in_the_way(referral, *, at):
    """Everything that keeps this referral, written or not, from being sent now. See Note [Sent only what can succeed].

    Args:
        referral: with need and resident; it need not be saved.
    """
    found = [*_of_the_resident(referral, at=at), *_of_the_need(referral, on=localdate(at))]
    if referral.from_purse:
        found += _of_the_money(referral, at=at)
    else:
        found += _of_the_places(referral, at=at)
    return [*found, *of_before(referral)]


def _of_the_resident(referral, *, at):
    resident = referral.need.resident
    left = departure_of(resident)
    if left:
        yield InTheWay(
            code="gone",
            says=_("It is written down that the resident died or moved away. Close the need."),
        )
    if any(basis_of(referral, at=at)):
        return
    if referral.shows_health and not agrees_to_health(referral, on=localdate(at)):
        says = _(
            "It tells of illness or disability, and for that the resident agrees separately. Please ask them, or leave it out."
        )
        yield InTheWay(code="health", says=says)
        referral = _without_health(referral)
        if any(basis_of(referral, at=at)):
            return
    if referral.from_purse:
        says = _("The resident has not agreed that help is looked for. Please ask them first.")
    else:
        says = _(
            "The resident has not agreed that their name and telephone are passed on to this addressee. Please ask "
            "them first; where it cannot wait, two people may record an exception."
        )
    yield InTheWay(code="consent", says=says)


def _without_health(referral):
    return Referral(
        need=referral.need, **{f"{name}_id": pk for name, pk in referral.target.items()}
    )


def _of_the_need(referral, *, on):
    need = referral.need
    if need.closed_at:
        yield InTheWay(code="closed", says=_("The need is closed."))
        return
    if need.due_on < on:
        says = _("It was needed until %(day)s. If something is lacking still, register it anew.")
        yield InTheWay(code="past", says=says % {"day": _day(need.due_on)})
    if referral.wanted_by and referral.wanted_by < on:
        says = _("It was wanted by %(day)s. Take the draft back, and write it with a day to come.")
        yield InTheWay(code="past", says=says % {"day": _day(referral.wanted_by)})
    left = _lacking(need)
    if left is None:
        yield InTheWay(code="not_assessed", says=_("The need has not been assessed."))
    elif left <= 0:
        yield InTheWay(
            code="covered",
            says=_(
                "Nothing is lacking any more: it is promised or given already. If that has changed, assess the need again."
            ),
        )
    elif referral.count > left:
        yield InTheWay(code="too_much", says=_("The need lacks less than is asked for."))


def _lacking(need):
    """What a need lacks beside what is granted, or None before its first assessment."""
    assessment = latest_assessments(needs=[need]).first()
    if assessment is None:
        return None
    cover = Cover.objects.filter(need=need).first()
    return assessment.needed - assessment.elsewhere - (cover.granted if cover else 0)


def _of_the_money(referral, *, at):
    need, purse = referral.need, referral.from_purse
    room = room_for(need=need, purse=purse, at=at)
    said = {problem.says for problem in room.problems if problem.code not in _SAID_OF_THE_NEED}
    for says in sorted(said):
        yield InTheWay(code="fund", says=says)
    if missing := _papers_missing(need, purse, on=localdate(at)):
        yield InTheWay(
            code="paper",
            says=_("To know whether they fit, this paper is missing: %(papers)s.")
            % {"papers": _(", ").join(missing)},
        )
    waiting = asked_of(purse, besides=referral.pk)
    if room.free - waiting < referral.count:
        yield InTheWay(
            code="balance",
            says=_(
                "The fund has less than that left under these conditions, with what others asked for already. "
                "Ask for less, or ask somebody else."
            ),
        )
    elif room.gap < referral.count <= (_lacking(need) or 0):
        yield InTheWay(
            code="too_much",
            says=_(
                "With what funds were asked for already and have not answered, the need lacks less."
            ),
        )
    elif room.most < min(referral.count, room.gap, room.free):
        yield InTheWay(
            code="too_much",
            says=_(
                "With what this resident has of it already, that is more than the purse gives one person."
            ),
        )
    if until := no_means_until(referral, on=localdate(at)):
        says = _("The fund said that it has no means for this kind of help until %(day)s.")
        yield InTheWay(code="capacity", says=says % {"day": _day(until)})
    if referral.programme_id:
        yield from _of_the_programme(referral, at=at)


def _of_the_programme(referral, *, at):
    programme, need = referral.programme, referral.need
    if not AidProgramme.objects.open(on=localdate(at)).filter(pk=programme.pk).exists():
        yield InTheWay(code="not_open", says=_("The programme takes no applications today."))
    if need.kind not in programme.kinds:
        yield InTheWay(code="fund", says=_("The programme helps with something else."))
    if referral.count + accepted_for(programme, need.resident) > programme.most_per_person:
        yield InTheWay(code="too_much", says=_("That is more than the programme gives one person."))
    if Application.objects.waiting().filter(programme=programme, need=need).exists():
        yield InTheWay(
            code="open",
            says=_("An application of this need to the programme waits for an answer already."),
        )
    if refused_for_good(programme, need):
        yield InTheWay(
            code="declined",
            says=_("The fund said no to this need before; read there what would change that."),
        )


def _of_the_places(referral, *, at):
    capacity = capacity_of(referral.addressee, referral.need.kind, on=localdate(at))
    if capacity is None:
        yield InTheWay(
            code="capacity_unknown",
            says=_("Whether they have places is not known. Better call first, and write it down."),
            stops=False,
        )
    elif capacity.has == Capacity.Has.NONE or places_left(capacity) == 0:
        yield InTheWay(
            code="capacity",
            says=_(
                "They have no places for this at present. Ask somebody else, or write down that they have again."
            ),
        )
    elif capacity.has == Capacity.Has.WAITING:
        yield InTheWay(
            code="waiting_list",
            says=_("They have a waiting list. Tell the resident how long it may take."),
            stops=False,
        )
    elif capacity.has == Capacity.Has.ASSESSES:
        yield InTheWay(
            code="assesses",
            says=_("They look at each case themselves before they say yes."),
            stops=False,
        )


def _papers_missing(need, purse, *, on):
    assessment = latest_assessments(needs=[need]).first()
    if assessment is None or not purse.eligible:
        return []
    facts = facts_of_need(need, assessment, day=on)
    return papers_for(parse(purse.eligible).unknown_because(facts))


def _day(day):
    return date_format(day, _("j F Y"))
