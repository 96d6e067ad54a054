"""Funds and what they hold. What they receive, promise and give is written in the books."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import Row, post, release, reserve, reverse
from shanqiao.apps.books.lines import key_of, open_line, place_of, way_out
from shanqiao.apps.books.models import Hold, Posting
from shanqiao.apps.needs.kinds import unit_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.registry.queries import certificate_of
from shanqiao.engines.eligibility import CannotReadExpression, parse

from .models import Fund, Pause, Purse, Seat
from .queries import forget_seats
from .receiving import Received, receive_gifts


class CannotOpenFund(Exception):
    """The host may not raise money from the public on that day."""


class CannotOpenPurse(Exception):
    """The givers' conditions cannot be read, or contradict each other."""


class CannotPausePurse(Exception):
    """The last day of the pause has passed already."""


@transaction.atomic
def open_fund(*, name, name_en, host, kind, at, street=None, by=None):
    """A fund begins under its host; a community fund only under one that may raise money from the public.

    Raises:
        CannotOpenFund: the host holds no valid certificate on that day (rules CF-01, CF-02, FR-01).
    """
    if kind == Fund.Kind.COMMUNITY and certificate_of(host, on=localdate(at)) is None:
        raise CannotOpenFund(
            _(
                "%(host)s holds no certificate for raising money from the public that is valid on this day, so it opens no community fund."
            )
            % {"host": host}
        )
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
            unit = units.pop()
            purse = Purse.objects.create(
                fund=fund,
                line=open_line(host=fund.host, unit=unit, name=name),
                name=name,
                name_en=name_en,
                kinds=list(kinds),
                unit=unit,
                valid_from=valid_from,
                valid_to=valid_to,
                **conditions,
            )
            note(act="funds.open_purse", subject=purse, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOpenPurse(in_words(refusal, Purse)) from refusal
    return purse


def receive_gift(*, purse, count, key, about, at, by=None, on=None, into=None):
    """Something was given to a purse; the same key twice is the same gift.

    Args:
        into: the account of the host where it stands; its bank, or its stock, where nothing is said.

    Returns:
        the posting.

    Raises:
        CannotPostAgain: something else was written under this key.
    """
    one = Received(purse, count, key, about, on or localdate(at), into)
    number = receive_gifts(gifts=[one], at=at, by=by)[key]
    return Posting.objects.get(pk=number)


# Note [A promise is settled once]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A promise ends in one of two ways: it is taken back, or it is given. It is one row, which ends once: of two people who
# do one each at the same moment the second waits for the first, and is refused.


def set_aside(*, purse, count, about, at):
    """A purse promises part of what is free. Raises CannotPost when there is not enough."""
    return reserve(line=purse.line, amount=count, about=about, at=at)


def set_free(*, about, at):
    """A promise is taken back before anything was given. See Note [A promise is settled once]."""
    release(hold=Hold.objects.get(about=about), at=at)


def give_out(*, purse, count, about, at, out_of=None, on=None):
    """What was promised is given. See Note [A promise is settled once].

    Args:
        out_of: the account of the host that pays; its bank, or its stock, where nothing is said.

    Returns:
        the posting.
    """
    out_of = out_of or place_of(host=purse.fund.host, unit=purse.unit)
    number = post(
        key=f"give:{about}",
        kind=Posting.Kind.USE,
        rows=[Row(way_out(purse.line), out_of, count)],
        about=about,
        at=at,
        on=on,
        hold=Hold.objects.get(about=about),
    )[0]
    return Posting.objects.get(pk=number)


def come_back(*, count, about, key, at):
    """Part of what was given came back; it lies on the purse's line again, and is followed.

    Returns:
        the posting.

    Raises:
        CannotPost: more would come back than was given.
    """
    given = Posting.objects.get(key=key_of(f"give:{about}"))
    number = reverse(posting=given, amount=count, key=key, about=about, at=at)[0]
    return Posting.objects.get(pk=number)


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
