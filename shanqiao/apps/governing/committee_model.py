"""Who decides for a fund, and by which rules."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

from .guards import RULES_ARE_DECIDED


class MemberQuerySet(models.QuerySet):
    def in_office(self, *, on):
        """Members on that day, the first and the last day included."""
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)


class Member(models.Model):
    """Somebody on the committee of a fund (管理委员会), from one day to another. Source: rules CF-01."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member of the committee")
        SUPERVISOR = "supervisor", _("supervisor on the committee")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    sent_by = models.CharField(_("whom they speak for"), max_length=80)
    paid = models.BooleanField(_("is paid for it"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("last day"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="is_not_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="stays_as_appointed",
                operation=pgtrigger.UpdateOf(
                    "fund_id", "person_id", "role", "sent_by", "paid", "since"
                ),
            ),
            pgtrigger.Protect(
                name="ends_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__until__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "person"],
                condition=Q(until=None),
                name="governing_on_a_committee_once",
                violation_error_message=_("This person is on the committee already."),
            ),
            models.UniqueConstraint(
                fields=["fund"],
                condition=Q(until=None, role="chair"),
                name="governing_one_chair",
                violation_error_message=_("This committee has a chair; end that first."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="governing_member_ends_after_it_began",
                violation_error_message=_("The last day is not before the first."),
            ),
        ]

    def __str__(self):
        return str(self.person)


class Rules(models.Model):
    """The rules of a fund (章程) in one version, and how its committee decides. A later version needs its vote."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    quorum_over = models.PositiveSmallIntegerField(
        _("present: more than so many percent"), default=50
    )
    majority_over = models.PositiveSmallIntegerField(
        _("yes: more than so many percent"), default=50
    )
    big_use_from = models.PositiveBigIntegerField(
        _("a use is big from (fen)"), null=True, blank=True
    )
    since = models.DateField(_("in force since"))
    motion = models.OneToOneField(
        "governing.Motion", on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="are_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=RULES_ARE_DECIDED,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "version"],
                name="governing_rules_once_a_version",
                violation_error_message=_("This version of the rules is there already."),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(motion__isnull=False),
                name="governing_later_rules_are_decided",
                violation_error_message=_("Later rules need a motion that was carried."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_over__gte=50, quorum_over__lt=100)
                & Q(majority_over__gte=50, majority_over__lt=100),
                name="governing_rules_ask_for_at_least_half",
                violation_error_message=_(
                    "A committee decides with more than half present and more than half saying yes, or with more."
                ),
            ),
        ]


class Interest(models.Model):
    """A member's own stake: in an organisation, or in one motion. They take no part in deciding about it.

    Source: 慈善法 (2023修正) 第14条 (rules ORG-03).
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="interests")
    party = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    motion = models.ForeignKey(
        "governing.Motion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interests",
    )
    words = models.CharField(_("which interest"), max_length=200)
    at = models.DateTimeField(_("declared at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(party=None, motion__isnull=False) | Q(party__isnull=False, motion=None),
                name="governing_interest_in_something",
                violation_error_message=_(
                    "An interest is in an organisation or in a motion; declare one for each."
                ),
            )
        ]
