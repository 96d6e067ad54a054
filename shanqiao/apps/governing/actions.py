"""The committee of a fund, its rules, and what members declare. Voting and purposes have files of their own."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Interest, Member, Motion, Rules, YearFigures
from .queries import members_of, rules_of


class CannotAppoint(Exception):
    """This person is on the committee, or the committee has a chair."""


class CannotEndMembership(Exception):
    """The day is before today, or the person has left."""


class CannotWriteRules(Exception):
    """A later version needs a motion that was carried."""


class CannotDeclareInterest(Exception):
    """Who declares is not on the committee, or said neither in whom nor in what."""


class CannotWriteFigures(Exception):
    """A figure is below zero."""


def appoint_member(*, fund, person, role, sent_by, since, at, paid=False, by=None):
    """Somebody is on the committee of a fund from that day.

    Args:
        sent_by: whom they speak for: the street, residents, givers, the host.

    Raises:
        CannotAppoint: with the reason.
    """
    try:
        with transaction.atomic():
            member = Member.objects.create(
                fund=fund, person=person, role=role, sent_by=sent_by, paid=paid, since=since
            )
            note(act="governing.appoint", subject=member, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAppoint(in_words(refusal, Member)) from refusal
    return member


@transaction.atomic
def end_membership(*, member, until, at, by=None):
    """A member leaves after that day. What they voted stays.

    Raises:
        CannotEndMembership: the day has passed, or there is a last day already.
    """
    if until < localdate(at) or until < member.since:
        raise CannotEndMembership(_("That day has passed. Please choose today or a later day."))
    if not Member.objects.filter(pk=member.pk, until=None).update(until=until):
        raise CannotEndMembership(_("This member's last day is written down already."))
    note(act="governing.end_membership", subject=member, by=by, at=at)


def write_rules(*, fund, text, since, at, motion=None, by=None, **how):
    """The rules of a fund: the first as it was opened with, later ones as its committee decided.

    Args:
        how: quorum_over, majority_over (percent, more than), big_use_from (fen).

    Raises:
        CannotWriteRules: with the reason.
    """
    before = rules_of(fund).first()
    if before and not _decided(motion, fund):
        raise CannotWriteRules(
            _("Later rules need a motion about the rules that the committee carried.")
        )
    try:
        with transaction.atomic():
            rules = Rules.objects.create(
                fund=fund,
                version=before.version + 1 if before else 1,
                text=text,
                since=since,
                motion=motion if before else None,
                at=at,
                **how,
            )
            note(act="governing.write_rules", subject=rules, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteRules(in_words(refusal, Rules)) from refusal
    return rules


@transaction.atomic
def declare_interest(*, fund, words, by, at, party=None, motion=None):
    """A member says which interest they have; from now on they take no part where it matters.

    Raises:
        CannotDeclareInterest: with the reason.
    """
    member = members_of(fund, on=localdate(at)).filter(person=by).first()
    if member is None:
        raise CannotDeclareInterest(_("Only members of the committee declare an interest here."))
    if (party is None) == (motion is None):
        raise CannotDeclareInterest(
            _("An interest is in an organisation or in a motion; declare one for each.")
        )
    interest = Interest.objects.create(
        member=member, party=party, motion=motion, words=words, at=at
    )
    note(act="governing.declare_interest", subject=interest, by=by, at=at)
    return interest


def write_year_figures(*, host, year, at, by=None, **figures):
    """What a host's year was, as far as it is known. A later row corrects an earlier one.

    Raises:
        CannotWriteFigures: with the reason.
    """
    try:
        with transaction.atomic():
            written = YearFigures.objects.create(host=host, year=year, by=by, at=at, **figures)
            note(act="governing.write_figures", subject=written, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteFigures(in_words(refusal, YearFigures)) from refusal
    return written


def _decided(motion, fund):
    return (
        motion is not None
        and motion.fund_id == fund.pk
        and motion.kind == Motion.Kind.RULES
        and Motion.objects.filter(pk=motion.pk, result__carried=True, rules=None).exists()
    )
