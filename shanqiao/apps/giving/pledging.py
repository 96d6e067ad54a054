"""Promises of givers, and what employers add to what their people give. See Note [What an employer owes]."""

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Donor, Employee, EmployeeYear, Employer, Match, Pledge


class CannotPledge(Exception):
    """The promise contradicts itself, or is over."""


class CannotMatch(Exception):
    """The agreement with the employer contradicts itself, or nothing is owed."""


def promise_gifts(*, donor, purse, amount, every, first_on, at, last_on=None, words="", by=None):
    """A giver promises to give to a purse, once or every month.

    Raises:
        CannotPledge: with the reason in words.
    """
    if donor.host_id != purse.fund.host_id or donor.kind == Donor.Kind.ANONYMOUS:
        raise CannotPledge(_("Only a giver whom this charity knows can promise something."))
    try:
        with transaction.atomic():
            pledge = Pledge.objects.create(
                donor=donor,
                purse=purse,
                amount=amount,
                every=every,
                first_on=first_on,
                last_on=first_on if every == Pledge.Every.ONCE else last_on,
                words=words.strip(),
                at=at,
                by=by,
            )
            note(act="giving.pledge", subject=pledge, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotPledge(in_words(refusal, Pledge)) from refusal
    return pledge


def end_pledge(*, pledge, why, by, at):
    """A giver gives no more; what was due before stays to be read.

    Raises:
        CannotPledge: it ended before, or no reason is given.
    """
    if not why.strip():
        raise CannotPledge(_("Say in a few words why."))
    with transaction.atomic():
        running = Pledge.objects.filter(pk=pledge.pk, ended_on=None)
        if not running.update(ended_on=localdate(at), ended_why=why.strip()):
            raise CannotPledge(_("This promise has ended already."))
        note(act="giving.end_pledge", subject=pledge, by=by, at=at, why=why.strip())


def agree_to_match(
    *,
    donor,
    purse,
    percent,
    person_cap,
    total_cap,
    valid_from,
    valid_to,
    agreement,
    voluntary,
    at,
    by=None,
):
    """An enterprise will add to what its people give.

    Args:
        voluntary: nobody is told to give, or how much. See rule FR-13.

    Raises:
        CannotMatch: with the reason in words.
    """
    if donor.kind != Donor.Kind.ENTERPRISE or donor.host_id != purse.fund.host_id:
        raise CannotMatch(_("Only an enterprise whom this charity knows adds to gifts."))
    if not voluntary:
        raise CannotMatch(
            _("Nobody may be assigned a gift by their employer. (FR-13: 慈善法 第32条)")
        )
    if not agreement.strip():
        raise CannotMatch(_("Please write the number of the written agreement."))
    try:
        with transaction.atomic():
            employer = Employer.objects.create(
                donor=donor,
                purse=purse,
                percent=percent,
                person_cap=person_cap,
                total_cap=total_cap,
                valid_from=valid_from,
                valid_to=valid_to,
                agreement=agreement.strip(),
                at=at,
            )
            note(act="giving.agree_to_match", subject=employer, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotMatch(in_words(refusal, Employer)) from refusal
    return employer


def add_employee(*, employer, donor, since, at, by=None):
    """What this giver gives is added to from a day on.

    Raises:
        CannotMatch: they are there already, or known to another charity.
    """
    if donor.kind != Donor.Kind.PERSON or donor.host_id != employer.donor.host_id:
        raise CannotMatch(_("Only a person whom this charity knows is an employee."))
    try:
        with transaction.atomic():
            employee = Employee.objects.create(employer=employer, donor=donor, since=since)
            note(act="giving.add_employee", subject=employee, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotMatch(in_words(refusal, Employee)) from refusal
    return employee


def match_gifts(*, gifts, at):
    """What employers add to gifts that were just received; the caps hold however many give at once.

    Employers are locked in one order, so that two who take gifts of several of them never wait for each other in a ring.
    """
    employed = _employed(gifts)
    for employee, gift in sorted(employed, key=lambda pair: pair[0].employer_id):
        _match(employee, gift, at=at)


def take_match_back(*, gift, at):
    """A gift was undone: what its employer added is owed no more. What is paid already stays a gift of the employer."""
    match = Match.objects.filter(to=gift).first()
    if match is None:
        return
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=match.employer_id)
        owed = Match.objects.filter(pk=match.pk, settled_by=None, taken_back_at=None)
        if owed.update(taken_back_at=at):
            _add(employer, match.year, -match.amount)


def owed_by(*, employer):
    """How much an employer has added and not paid yet, in fen."""
    owed = Match.objects.filter(employer=employer, settled_by=None, taken_back_at=None)
    return owed.aggregate(all=Sum("amount"))["all"] or 0


def _employed(gifts):
    """(employee, gift) of those gifts to which an employer adds on their day."""
    of_people = [g for g in gifts if g.unit == "fen" and g.donor.kind == Donor.Kind.PERSON]
    if not of_people:
        return []
    employees = {}
    for employee in (
        Employee.objects.filter(
            donor__in={gift.donor_id for gift in of_people},
            employer__purse__in={gift.purse_id for gift in of_people},
        )
        .select_related("employer")
        .order_by("pk")
    ):
        employees.setdefault((employee.donor_id, employee.employer.purse_id), []).append(employee)
    found = (
        (next(filter(_on(gift.on), employees.get((gift.donor_id, gift.purse_id), [])), None), gift)
        for gift in of_people
    )
    return [(employee, gift) for employee, gift in found if employee]


def _on(day):
    """Is that day one on which an employer adds to what an employee gives?"""

    def adds(employee):
        employer = employee.employer
        return (
            employee.since <= day <= (employee.until or day)
            and employer.valid_from <= day <= employer.valid_to
        )

    return adds


def _match(employee, gift, *, at):
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employee.employer_id)
        year, _new = EmployeeYear.objects.get_or_create(
            employee=employee, year=gift.on.year, defaults={"cap": employer.person_cap}
        )
        amount = min(
            gift.amount * employer.percent // 100,
            year.cap - year.added,
            employer.total_cap - employer.added,
        )
        if amount <= 0:
            return
        _add(employer, year, amount)
        match = Match.objects.create(employer=employer, year=year, to=gift, amount=amount)
        note(act="giving.match", subject=match, by=None, at=at)


def _add(employer, year, amount):
    Employer.objects.filter(pk=employer.pk).update(added=F("added") + amount)
    EmployeeYear.objects.filter(pk=year.pk).update(added=F("added") + amount)
