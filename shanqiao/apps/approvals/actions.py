"""How many people must approve a grant, who did, and the one order by which its money leaves."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.people.queries import supervises
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Approval, Band, Order, Rule


class CannotSetBands(Exception):
    """The bands contradict each other, or another person must set them."""


class CannotAddApproval(Exception):
    """The grant is paid or taken back, nothing more is needed, or another person must approve."""


class CannotOrder(Exception):
    """Approvals are missing, the grant is paid or taken back, or another person must pay."""


def set_bands(*, bands, why, by, at, fund=None, host=None, since=None):
    """From now on (or from ``since``) so many people approve a grant, by its amount.

    Args:
        bands: [(up to how many fen, how many approvals)], the last without an end: (None, n).

    Raises:
        CannotSetBands: with the reason in words.
    """
    if not _may_set_bands(by, fund):
        raise CannotSetBands(
            _("Only the fund manager of this fund, or a supervisor, sets its bands.")
        )
    _must_fit(bands)
    try:
        with transaction.atomic():
            rule = Rule.objects.create(
                fund=fund, host=host, since=since or at, why=why, decided_by=by, decided_at=at
            )
            Band.objects.bulk_create(Band(rule=rule, up_to=u, approvals=n) for u, n in bands)
            note(act="approvals.set_bands", subject=rule, by=by, at=at, why=why)
    except IntegrityError as refusal:
        raise CannotSetBands(in_words(refusal, Rule, Band)) from refusal
    return rule


def add_approval(*, grant, by, at, words=""):
    """One more person approves a grant whose amount asks for more than one.

    Raises:
        CannotAddApproval: with the reason in words.
    """
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=grant.purse.fund_id).exists():
        raise CannotAddApproval(_("Only a fund manager of this fund approves its grants."))
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                grant=grant, first_by=grant.approved_by, by=by, at=at, words=words
            )
            note(act="approvals.approve", subject=approval, by=by, at=at, why=words)
    except IntegrityError as refusal:
        raise CannotAddApproval(_say(refusal, Approval)) from refusal
    return approval


def place_order(*, grant, by, at):
    """A cashier lets the money of a grant leave; the database looks whether all approvals are there.

    Raises:
        CannotOrder: with the reason in words.
    """
    if not funds_of(by, Seat.Role.PAYS).filter(pk=grant.purse.fund_id).exists():
        raise CannotOrder(_("Only the cashier of this fund pays its grants."))
    try:
        with transaction.atomic():
            order = Order.objects.create(
                grant=grant,
                count=grant.count,
                unit=grant.unit,
                needed=1,
                approvals=1,
                first_by=grant.approved_by,
                ordered_by=by,
                ordered_at=at,
            )
            note(act="approvals.order", subject=order, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotOrder(_say(refusal, Order)) from refusal
    return order


@transaction.atomic
def fail_order(*, order, why, by, at):
    """The money did not leave, or came back at once: the grant may be paid again, or taken back."""
    failed = Order.objects.filter(pk=order.pk, failed_at=None).update(failed_at=at, failed_why=why)
    if not failed:
        raise CannotOrder(_("This order failed before."))
    note(act="approvals.fail", subject=order, by=by, at=at, why=why)


def _may_set_bands(by, fund):
    mine = fund and funds_of(by, Seat.Role.DECIDES).filter(pk=fund.pk).exists()
    return mine or supervises(by)


def _must_fit(bands):
    ends = [up_to for up_to, _approvals in bands]
    if not bands or ends[-1] is not None or None in ends[:-1]:
        raise CannotSetBands(_("The last band has no upper end, and only the last."))
    if any(end <= 0 for end in ends[:-1]) or ends[:-1] != sorted(set(ends[:-1])):
        raise CannotSetBands(_("Each band ends above the one before."))
    asked = [approvals for _up_to, approvals in bands]
    if asked != sorted(asked):
        raise CannotSetBands(_("A larger amount is not approved by fewer people."))


def _say(refusal, model):
    """See Note [One hand for each step]."""
    match refusal.__cause__.diag.constraint_name:
        case "approvals_not_taken_back":
            return _("This grant was taken back already.")
        case "approvals_nothing_asked_back":
            return _(
                "Somebody else has paid meanwhile, so this grant is more than is lacking. The fund manager takes it back, or says that nothing is asked back."
            )
        case "approvals_order_stands":
            return _("This grant is paid, or on its way to the bank, already.")
        case "approvals_approver_does_not_pay":
            return _("You approved this grant, so somebody else pays it.")
    return in_words(refusal, model)
