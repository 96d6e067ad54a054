"""Funds and what they hold. Each action moves the running total and writes the posting that says why."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.needs.kinds import unit_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.engines.eligibility import CannotReadExpression, parse

from .models import Fund, Pause, Posting, Purse, Seat
from .queries import forget_seats

Account = Posting.Account


class CannotOpenPurse(Exception):
    """The givers' conditions cannot be read, or contradict each other."""


class CannotPausePurse(Exception):
    """The last day of the pause has passed already."""


@transaction.atomic
def open_fund(*, name, name_en, host, kind, at, street=None, by=None):
    """A fund begins under its host."""
    fund = Fund.objects.create(name=name, name_en=name_en, host=host, kind=kind, street=street)
    note(act="funds.open", subject=fund, by=by, at=at)
    return fund


@transaction.atomic
def give_seat(*, fund, person, role, at, by=None):
    """A person may propose, decide or pay for a fund; never two of them."""
    seat = Seat.objects.create(fund=fund, person=person, role=role, since=at)
    forget_seats(person)
    note(act="funds.give_seat", subject=seat, by=by, at=at)
    return seat


def open_purse(*, fund, name, name_en, kinds, valid_from, valid_to, at, by=None, **conditions):
    """A fund may use what it gets under one set of conditions.

    Args:
        kinds: the kinds of need it may serve, all counted in one unit.
        conditions: streets, home, item, eligible, person_cap, reserved_share, reserved_for.

    Raises:
        CannotOpenPurse: with the place where the conditions cannot be read.
    """
    units = {unit_of(kind) for kind in kinds}
    if len(units) != 1:
        raise CannotOpenPurse(_("Money and meals do not mix: choose kinds that are counted alike."))
    for expression in (conditions.get("eligible", ""), conditions.get("reserved_for", "")):
        try:
            parse(expression)
        except CannotReadExpression as refusal:
            raise CannotOpenPurse(str(refusal)) from refusal
    try:
        with transaction.atomic():
            purse = Purse.objects.create(
                fund=fund,
                name=name,
                name_en=name_en,
                kinds=list(kinds),
                unit=units.pop(),
                valid_from=valid_from,
                valid_to=valid_to,
                **conditions,
            )
            note(act="funds.open_purse", subject=purse, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOpenPurse(in_words(refusal, Purse)) from refusal
    return purse


@transaction.atomic
def receive_gift(*, purse, count, key, about, at, by=None):
    """Something was given to a purse; the same key twice is the same gift."""
    if Posting.objects.filter(key=key).exists():
        return
    Purse.objects.filter(pk=purse.pk).update(received=F("received") + count)
    _post(purse, Account.GIVERS, Account.FREE, count, about=about, key=key, at=at)
    note(act="funds.receive", subject=purse, by=by, at=at, why=about)


def set_aside(*, purse, count, about, at):
    """A purse promises part of what is free. Raises IntegrityError when there is not enough."""
    Purse.objects.filter(pk=purse.pk).update(promised=F("promised") + count)
    _post(purse, Account.FREE, Account.PROMISED, count, about=about, key=f"promise:{about}", at=at)


# Note [A promise is settled once]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A promise ends in one of two ways: it is taken back, or it is given. Both write a posting under the same
# key, and keys are unique, so of two people who do one each at the same moment one is refused. The
# posting comes first: it waits for the other one's, before any total moves.


def set_free(*, purse, count, about, at):
    """A promise is taken back before anything was given. See Note [A promise is settled once]."""
    _post(purse, Account.PROMISED, Account.FREE, count, about=about, key=f"settle:{about}", at=at)
    Purse.objects.filter(pk=purse.pk).update(promised=F("promised") - count)


def give_out(*, purse, count, about, at):
    """What was promised is given. See Note [A promise is settled once]."""
    _post(purse, Account.PROMISED, Account.GIVEN, count, about=about, key=f"settle:{about}", at=at)
    Purse.objects.filter(pk=purse.pk).update(
        promised=F("promised") - count, given=F("given") + count
    )


def come_back(*, purse, count, about, key, at):
    """Something that was given came back; the purse has it free again."""
    _post(purse, Account.GIVEN, Account.FREE, count, about=about, key=key, at=at)
    Purse.objects.filter(pk=purse.pk).update(given=F("given") - count)


@transaction.atomic
def pause_purse(*, purse, until_on, why, by, at):
    """A purse is held back until a day; what is promised stays promised.

    Raises:
        CannotPausePurse: the day has passed.
    """
    if until_on < localdate(at):
        raise CannotPausePurse(_("That day has passed. Please choose today or a later day."))
    pause = Pause.objects.create(purse=purse, since=at, until_on=until_on, why=why, by=by)
    note(act="funds.pause", subject=purse, by=by, at=at, why=why)
    return pause


@transaction.atomic
def end_pause(*, pause, by, at):
    """A purse takes part in the next plan again."""
    Pause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=at)
    note(act="funds.end_pause", subject=pause.purse, by=by, at=at)


def _post(purse, out_of, into, count, *, about, key, at):
    Posting.objects.create(
        purse=purse,
        out_of=out_of,
        into=into,
        count=count,
        unit=purse.unit,
        about=about,
        key=key,
        on=localdate(at),
        at=at,
    )
