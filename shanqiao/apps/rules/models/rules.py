from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.ranges import only

from ..guards import (
    WHAT_FOLLOWED_WAS_CALLED_OFF,
    ends_once_or_is_called_off,
    takes_after_its_version,
)
from .ranges import DAYS, called_off_with_a_reason
from .simulations import Simulation


class Rule(Named):
    """A rule of the city about residents: who may have something. What it says stands in its versions."""

    purpose = models.TextField(_("what it is for"))
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(purpose=""),
                name="rules_says_what_it_is_for",
                violation_error_message=_("Say what the rule is called, and what it is for."),
            )
        ]


class RuleVersion(models.Model):
    """What a rule says in one wording, why, and by which decision. It never changes; a later version follows it."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField(_("condition"))
    reason = models.TextField(_("why so"))
    source = models.CharField(_("document and article"), max_length=200)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["rule", "-written_at"], name="rules_version_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(reason="") & ~Q(source=""),
                name="rules_version_says_why",
                violation_error_message=_(
                    "Say what the rule asks, why, and which document says so."
                ),
            )
        ]

    @property
    def in_force(self):
        """When it is in force, was, or will be; None where it was never switched on, or was called off."""
        return next((row for row in self.switched_on.all() if not row.called_off_at), None)


class InForceQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not called off."""
        return self.filter(called_off_at=None)

    def on(self, day):
        """Those that count on that day."""
        ends = Q(last_on=None) | Q(last_on__gte=day)
        return self.standing().filter(ends, first_on__lte=day)


class InForce(models.Model):
    """A version of a rule is in force from a day to a day, switched on by another person than its writer.

    See Note [Nobody switches on what nobody tried], and Note [Called off before its day].
    """

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="switched_on")
    simulation = models.ForeignKey(Simulation, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="in_force")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    switched_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    switched_at = models.DateTimeField(_("switched on at"))
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_why = models.TextField(_("why it ended"), blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )  # what it ended as it was switched on
    called_off_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    called_off_why = models.TextField(_("why it was called off"), blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        triggers = [
            *ends_once_or_is_called_off(
                "ended_at",
                "ended_by_id",
                "ended_why",
                "last_on",
                goes_on=WHAT_FOLLOWED_WAS_CALLED_OFF,
            ),
            takes_after_its_version(),
        ]
        constraints = [
            ExclusionConstraint(
                name="rules_one_version_a_day",
                expressions=[
                    (only("rule_id"), RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at=None),
                violation_error_message=_(
                    "Another version of this rule is in force on some of these days. Nothing was changed. "
                    "Please reload the rule and choose a later day."
                ),
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(called_off_at=None),
                name="rules_version_on_once",
                violation_error_message=_(
                    "This version was switched on before. Nothing was changed. Please write it as a new version to bring it back."
                ),
            ),
            called_off_with_a_reason("rules_called_off_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(switched_by=F("written_by")),
                name="rules_another_person_switches_on",
                violation_error_message=_(
                    "You wrote this version, so another rule keeper switches it on."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="", last_on=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, last_on__isnull=False)
                & ~Q(ended_why=""),
                name="rules_ends_with_a_reason",
                violation_error_message=_("Say when the rule ends, and why."),
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")),
                name="rules_ends_after_it_began",
                violation_error_message=_("A rule ends on its first day or later."),
            ),
        ]
