"""Who lives together, from which day to which, and what each is to the head."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .locks import has_died, hold_resident, hold_residents
from .models import Household, Membership
from .terms import rebuild_terms

Relation = Membership.Relation


class CannotChangeHousehold(Exception):
    """Somebody belongs to another household in these days, or the household would have no head."""


@transaction.atomic
def form_household(*, head, on, by, at, members=(), street=None, address="", phone=""):
    """People live together from a day on, and one of them is the head.

    Args:
        members: pairs of a resident and their relation to the head; the head is not among them.
        street: None for the head's.

    Raises:
        CannotChangeHousehold: somebody belongs to another household in these days, or has died.
    """
    held = hold_residents([head, *(resident for resident, _relation in members)])
    household = Household.objects.create(
        street=street or head.street,
        address=address,
        phone=phone,
        began_on=on,
        told_at=at,
        told_to=by,
    )
    note(act="residents.form_household", subject=household, by=by, at=at)
    for resident, relation in [(head, Relation.HEAD), *members]:
        _let_in(household, resident, relation, on, by=by, at=at)
    rebuild_terms(*held)
    return household


@transaction.atomic
def join_household(*, household, resident, relation, on, by, at):
    """A resident belongs to a household from a day on.

    Raises:
        CannotChangeHousehold: it is dissolved; they belong to another one in these days; there is a head already.
    """
    hold_resident(resident)
    home = _hold(household)
    membership = _let_in(home, resident, relation, on, by=by, at=at)
    rebuild_terms(resident)
    return membership


@transaction.atomic
def leave_household(*, membership, on, by, at):
    """A resident belongs to a household no longer; ``on`` is the first day without them. The last one ends it.

    A head who leaves is followed by nobody at once: the household then waits for ``change_head``.

    Raises:
        CannotChangeHousehold: they left before, or would leave before they came.
    """
    hold_resident(membership.resident)
    household = _hold(membership.household)
    _let_out(membership, on, by=by, at=at)
    if not household.memberships.filter(until=None).exists():
        _close(household, on, by=by, at=at)
    rebuild_terms(membership.resident)


@transaction.atomic
def change_head(*, household, head, relations, on, by, at):
    """Another member is the head from a day on; what the others are to the new head is said anew.

    Args:
        relations: {identity of a member: relation to the new head}; whoever is left out is "not said".

    Raises:
        CannotChangeHousehold: the new head is no member, or the day is before somebody came.
    """
    _hold_members(household)
    home = _hold(household)
    current = list(home.memberships.filter(until=None).select_related("resident").order_by("pk"))
    if head.pk not in {membership.resident_id for membership in current}:
        raise CannotChangeHousehold(
            _("Only a member can be the head. Please add them to the household first.")
        )
    for membership in current:
        _let_out(membership, on, by=by, at=at)
    for membership in current:
        is_head = membership.resident_id == head.pk
        relation = relations.get(membership.resident_id, Relation.NOT_SAID)
        _let_in(home, membership.resident, Relation.HEAD if is_head else relation, on, by=by, at=at)
    note(act="residents.change_head", subject=home, by=by, at=at)


@transaction.atomic
def dissolve_household(*, household, on, by, at):
    """These people no longer are one household; ``on`` is the first day without it.

    Raises:
        CannotChangeHousehold: it is dissolved already, or would end before somebody came.
    """
    held = _hold_members(household)
    home = _hold(household)
    for membership in home.memberships.filter(until=None).order_by("pk"):
        _let_out(membership, on, by=by, at=at)
    _close(home, on, by=by, at=at)
    rebuild_terms(*held)


def _hold_members(household):
    current = household.memberships.filter(until=None).select_related("resident")
    return hold_residents([membership.resident for membership in current])


def _hold(household):
    """The household, held until the end of the transaction; residents are held before it, everywhere."""
    home = Household.objects.select_for_update().get(pk=household.pk)
    if home.dissolved_on:
        raise CannotChangeHousehold(
            _("This household was dissolved before. Please form a new one instead.")
        )
    return home


def _has_come(on, at):
    if on > localdate(at):
        raise CannotChangeHousehold(_("This day has not come yet. Please correct it."))


def _let_in(household, resident, relation, on, *, by, at):
    if has_died(resident):
        raise CannotChangeHousehold(_("It is written down that this resident has died."))
    _has_come(on, at)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                household=household, resident=resident, relation=relation, since=on
            )
    except IntegrityError as refusal:
        raise CannotChangeHousehold(in_words(refusal, Membership)) from refusal
    note(act="residents.join_household", subject=membership, by=by, at=at, why=relation)
    return membership


def _let_out(membership, on, *, by, at):
    _has_come(on, at)
    try:
        with transaction.atomic():
            left = Membership.objects.filter(pk=membership.pk, until=None).update(until=on)
    except IntegrityError as refusal:
        raise CannotChangeHousehold(in_words(refusal, Membership)) from refusal
    if not left:
        raise CannotChangeHousehold(
            _("They left this household before. Please open the page again.")
        )
    note(act="residents.leave_household", subject=membership, by=by, at=at)


def _close(household, on, *, by, at):
    try:
        with transaction.atomic():
            Household.objects.filter(pk=household.pk).update(dissolved_on=on)
    except IntegrityError as refusal:
        raise CannotChangeHousehold(in_words(refusal, Household)) from refusal
    note(act="residents.dissolve_household", subject=household, by=by, at=at)
