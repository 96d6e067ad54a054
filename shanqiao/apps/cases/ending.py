"""A case is closed, followed up, and opened again."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import people_at
from shanqiao.apps.record.actions import note
from shanqiao.apps.residents.locks import has_died, hold_resident
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.locks import while_nobody_merges
from shanqiao.apps.sameness.queries import records_of

from .actions import become_worker
from .locks import hold_ahead, hold_spell
from .models import Appointment, Case, Closure, FollowUp, Part, Spell
from .queries import guides, handles, spell_of, waiting_transfer, worker_of
from .refusals import said
from .rules import rule_on


class CannotCloseCase(Exception):
    """The case is another's, closed before, or a handover waits."""


class CannotFollowUp(Exception):
    """The follow-up was done before, or is another's."""


class CannotReopenCase(Exception):
    """The case is open, another one is, or the resident has died."""


def close_case(*, case, reason, words, by, at):
    """The worker, or the supervisor, closes a case. Appointments are called off, colleagues let go, follow-ups planned.

    See Note [What closing leads to].

    Raises:
        CannotCloseCase: with what to do instead.
    """
    if not (handles(by, case) or guides(by, case)):
        raise CannotCloseCase(
            _("Only the worker of the case or the supervisor of the station closes it.")
        )
    if not words.strip():
        raise CannotCloseCase(_("Please say in words how it stands."))
    try:
        with transaction.atomic():
            spell = hold_spell(case)
            if waiting_transfer(case):
                raise CannotCloseCase(
                    _("A handover of this case waits for its answer. Take it back first.")
                )
            _wind_up(case, by=by, at=at)
            closure = Closure.objects.create(
                spell=spell, reason=reason, words=words.strip(), closed_by=by, closed_at=at
            )
            today = localdate(at)
            for days in rule_on(today).follow_up[reason]:
                FollowUp.objects.create(closure=closure, due_on=today + timedelta(days=days))
            note(act="cases.close", subject=closure, by=by, at=at, why=reason)
    except IntegrityError as refusal:
        raise CannotCloseCase(said(refusal, Closure)) from refusal
    return closure


def _wind_up(case, *, by, at):
    """What was to come does not come any more."""
    ahead = hold_ahead(Appointment.objects.filter(case=case))
    ahead.update(called_off_at=at, called_off_by=by)
    Part.objects.filter(case=case, until=None).update(until=at)


@transaction.atomic
def plan_follow_up(*, closure, due_on, by, at):
    """Somebody asks once more how it goes, on another day than the rule says.

    Raises:
        CannotFollowUp: with the reason in words.
    """
    case = closure.spell.case
    _may_follow_up(case, by)
    if due_on <= localdate(at):
        raise CannotFollowUp(_("Say a later day than today."))
    try:
        with transaction.atomic():
            follow_up = FollowUp.objects.create(closure=closure, due_on=due_on)
    except IntegrityError as refusal:
        raise CannotFollowUp(said(refusal, FollowUp)) from refusal
    note(act="cases.plan_follow_up", subject=follow_up, by=by, at=at)
    return follow_up


def do_follow_up(*, follow_up, how, words, by, at):
    """Somebody asked how it goes. Where help is needed again, the case is opened again by another step.

    Raises:
        CannotFollowUp: with the reason in words.
    """
    _may_follow_up(follow_up.closure.spell.case, by)
    with transaction.atomic():
        done = FollowUp.objects.filter(pk=follow_up.pk, done_at=None).update(
            done_at=at, done_by=by, how=how, words=words.strip()
        )
        if not done:
            raise CannotFollowUp(_("This follow-up was done already. Nothing was changed."))
        note(act="cases.follow_up", subject=follow_up, by=by, at=at, why=how)


def _may_follow_up(case, by):
    if not (handles(by, case) or guides(by, case)):
        raise CannotFollowUp(
            _("Only the worker of the case or the supervisor of the station follows it up.")
        )


def reopen_case(*, case, why, by, at):
    """A closed case is its worker's again, or, where they left the station, whoever's opens it; all that was written stays.

    Raises:
        CannotReopenCase: with what to do instead.
    """
    if not (handles(by, case) or guides(by, case)):
        raise CannotReopenCase(
            _("Only the worker of the case or the supervisor of the station opens it again.")
        )
    if not why.strip():
        raise CannotReopenCase(_("Please say why it is opened again."))
    try:
        with transaction.atomic():
            while_nobody_merges()
            last = _may_be_opened_again(case)
            spell = Spell.objects.create(
                case=case, nth=last.nth + 1, why=why.strip(), began_by=by, began_at=at
            )
            if not people_at(case.station).filter(pk=worker_of(case).pk).exists():
                become_worker(case=case, worker=by, at=at)
            note(act="cases.reopen", subject=case, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotReopenCase(said(refusal, Spell)) from refusal
    return spell


def _may_be_opened_again(case):
    records = records_of(case.resident)
    hold_resident(Resident(pk=records[0]))
    if has_died(case.resident):
        raise CannotReopenCase(_("It is written down that this resident has died."))
    last = spell_of(case)
    if last.ended_at is None:
        raise CannotReopenCase(_("This case is open already."))
    if last.closure.reason == Closure.Reason.DIED:
        raise CannotReopenCase(
            _(
                "This case was closed because the resident died. If that is wrong, please open a new case; this one stays "
                "as it is."
            )
        )
    if Case.objects.at(case.station).open().filter(resident__in=records).exists():
        raise CannotReopenCase(
            _("This station has another open case of this person. Please go on with that one.")
        )
    return last
