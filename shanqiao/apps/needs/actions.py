from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.locks import has_died, hold_resident
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.locks import while_nobody_merges
from shanqiao.apps.sameness.queries import records_of

from .kinds import unit_of
from .models import Assessment, Need

USUAL_SPAN = timedelta(days=180)


class CannotRegisterNeed(Exception):
    """The resident, on this record or another of theirs, has an open need of this kind already, or has died."""


class CannotAssessNeed(Exception):
    """The need is closed, or the figures contradict each other."""


class CannotCloseNeed(Exception):
    """The need was closed before."""


def register_need(*, resident, station, kind, by, at, item="", words="", open_on=None, due_on=None):
    """A social worker writes down what a resident says is lacking.

    A person with several records has one open need of a kind on all of them together. See Note [One need of a person].

    Raises:
        CannotRegisterNeed: with what to do instead.
    """
    open_on = open_on or localdate(at)
    try:
        with transaction.atomic():
            _no_second_one(resident, kind=kind, item=item)
            hold_resident(resident)
            if has_died(resident):
                raise CannotRegisterNeed(
                    _(
                        "It is written down that this resident has died, so no new need is registered. If that is "
                        "wrong, take it back on their page first."
                    )
                )
            need = Need.objects.create(
                resident=resident,
                station=station,
                kind=kind,
                item=item,
                words=words,
                open_on=open_on,
                due_on=due_on or open_on + USUAL_SPAN,
                told_at=at,
                told_to=by,
            )
            note(act="needs.register", subject=need, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotRegisterNeed(in_words(refusal, Need)) from refusal
    return need


# Note [One need of a person]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# The constraint of the table sees one record. A person may have several, so whoever registers a need locks the
# person's own record first, while nobody merges: two stations that register at once are told one after the other.
# Two needs that meet by a merge stay; a later room shows them to people.


def _no_second_one(resident, *, kind, item):
    """See Note [One need of a person] and Note [One lock of the city]."""
    while_nobody_merges()
    records = records_of(resident)
    if len(records) == 1:
        return
    Resident.objects.select_for_update(no_key=True).get(pk=records[0])
    others = Need.objects.open().filter(resident__in=records, kind=kind, item=item)
    if others.exclude(resident=resident).exists():
        raise CannotRegisterNeed(
            _(
                "This person is registered at another station too, and has an open need of this kind there. Nothing was saved. Please ask an adjudicator of your district which station it is, and agree who goes on with it."
            )
        )


def assess_need(*, need, needed, severity, urgency, by, at, elsewhere=0, words=""):
    """A social worker signs what the resident lacks, how gravely, and how urgently.

    Args:
        needed: the whole quantity lacked, whatever is covered already; counted in the unit of the kind.
        elsewhere: what is met outside shanqiao already, in the same unit.
        severity: 0 (light) to 100 (gravest).
        urgency: 0 (can wait), 1 (soon), 2 (now).

    Raises:
        CannotAssessNeed: the need is closed, or the figures contradict each other.
    """
    try:
        with transaction.atomic():
            # Whoever approves a grant locks the need too, so both see the same assessment.
            need = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
            if need.closed_at:
                raise CannotAssessNeed(
                    _("This need was closed on %(day)s. Register it again if it has come back.")
                    % {"day": localdate(need.closed_at)}
                )
            assessment = Assessment.objects.create(
                need=need,
                needed=needed,
                elsewhere=elsewhere,
                unit=unit_of(need.kind),
                severity=severity,
                urgency=urgency,
                words=words,
                signed_at=at,
                signed_by=by,
            )
            note(act="needs.assess", subject=assessment, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAssessNeed(in_words(refusal, Assessment)) from refusal
    return assessment


@transaction.atomic
def close_need(*, need, why, by, at):
    """A need is closed with its reason; it can be registered again when it comes back.

    Raises:
        CannotCloseNeed: somebody closed it before.
    """
    closed = Need.objects.filter(pk=need.pk, closed_at=None).update(closed_at=at, closed_why=why)
    if not closed:
        raise CannotCloseNeed(_("This need was closed already."))
    note(act="needs.close", subject=need, by=by, at=at, why=why)
