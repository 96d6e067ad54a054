from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

from .guards import counts_the_approvals, fails_once_and_else_unchanged, knows_who_was_before

MOST = 9  # approvals that may be asked for


class Rule(models.Model):
    """From an instant on, a fund (or all funds of a host) asks for so many approvals by amount.

    A grant is judged by the rules in force when it was first approved; where fund and host both have one, by the
    stricter. Where there is none, one approval is enough.
    """

    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="approval_rules"
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="approval_rules"
    )
    since = models.DateTimeField(_("since"))
    why = models.TextField(_("why"))
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["fund", "-since", "-id"], name="approvals_rule_of_fund"),
            models.Index(fields=["host", "-since", "-id"], name="approvals_rule_of_host"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fund=None, host__isnull=False) | Q(fund__isnull=False, host=None),
                name="approvals_rule_of_fund_or_host",
                violation_error_message=_("A rule is either a fund's or a host's."),
            ),
            models.CheckConstraint(
                condition=Q(since__gte=F("decided_at")),
                name="approvals_rule_not_backwards",
                violation_error_message=_("A rule holds from now on, not for what was approved."),
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="approvals_rule_says_why",
                violation_error_message=_("Say why the bands are changed."),
            ),
        ]


class Band(models.Model):
    """Up to this amount, so many people approve a grant; the last band has no upper end."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="bands")
    up_to = models.PositiveBigIntegerField(_("up to"), null=True, blank=True)
    approvals = models.PositiveSmallIntegerField(_("approvals"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "up_to"],
                nulls_distinct=False,
                name="approvals_band_once",
                violation_error_message=_("There are two bands that end at the same amount."),
            ),
            models.CheckConstraint(
                condition=Q(approvals__gte=1, approvals__lte=MOST),
                name="approvals_one_to_nine",
                violation_error_message=_("One to nine people approve a grant."),
            ),
        ]


class Approval(models.Model):
    """One more person approves a grant, beside the one who made it. Who was before is filled in by the database."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="approvals")
    first_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assessed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(_("in words"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("approved at"))

    class Meta:
        triggers = [*append_only(), knows_who_was_before()]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "by"],
                name="approvals_each_approves_once",
                violation_error_message=_("You approved this grant already."),
            ),
            models.CheckConstraint(
                condition=~Q(by=F("first_by")),
                name="approvals_by_another",
                violation_error_message=_(
                    "You made this grant, so the further approvals are other people's."
                ),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | ~Q(by=F("proposed_by")),
                name="approvals_not_by_the_proposer",
                violation_error_message=_(
                    "You asked for this grant, so somebody else approves it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(applied_by=None) | ~Q(by=F("applied_by")),
                name="approvals_not_by_the_applicant",
                violation_error_message=_(
                    "You applied for this at a station, so somebody else approves it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(assessed_by=None) | ~Q(by=F("assessed_by")),
                name="approvals_not_by_the_assessor",
                violation_error_message=_(
                    "You assessed this need, so somebody else approves the grant."
                ),
            ),
        ]


class Order(models.Model):
    """The money of a grant is on its way, or was paid, on the word of a cashier, all approvals being there.

    One stands for a grant: it fails, or it stands for ever. See Note [One hand for each step].
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="orders")
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    needed = models.PositiveSmallIntegerField(_("approvals needed"))
    approvals = models.PositiveSmallIntegerField(_("approvals"))
    first_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered at"))
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)
    failed_why = models.CharField(_("why it failed"), max_length=200, blank=True)

    class Meta:
        triggers = [counts_the_approvals(), *fails_once_and_else_unchanged()]
        constraints = [
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(failed_at=None),
                name="approvals_one_order_stands",
                violation_error_message=_(
                    "This grant is paid, or on its way to the bank, already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approvals__gte=F("needed")),
                name="approvals_all_are_there",
                violation_error_message=_(
                    "For this amount more people must approve before it is paid."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(ordered_by=F("first_by")),
                name="approvals_first_does_not_pay",
                violation_error_message=_("You approved this grant, so somebody else pays it."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | ~Q(ordered_by=F("proposed_by")),
                name="approvals_proposer_does_not_pay",
                violation_error_message=_("You asked for this grant, so somebody else pays it."),
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None, failed_why="")
                | Q(failed_at__isnull=False) & ~Q(failed_why=""),
                name="approvals_fails_with_a_reason",
                violation_error_message=_("An order fails together with its reason."),
            ),
        ]
