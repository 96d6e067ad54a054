"""What a purse may be used for, and the only way in which that changes."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.models import Document
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.sealing.fields import SealedTextField

from .limits import NOTICE
from .motion_model import Motion
from .purpose_guards import (
    CHANGE_WAS_PUT,
    CLOSED_ONCE_IN_EFFECT,
    NOTICE_IS_NOT_BACKDATED,
    OBJECTS_BEFORE_EFFECT,
    ONLY_WHEN_COMPLETE,
)


class Purpose(models.TextChoices):
    """What is charity. Source: 慈善法 (2023修正) 第3条, one code for each of its six numbers."""

    RELIEF = "relief", _("help for the poor and those in hardship")
    CARE = "care", _("care for the old, orphans, the sick, the disabled and families of the fallen")
    EMERGENCY = "emergency", _("help after disasters, accidents and public health events")
    CULTURE = "culture", _("education, science, culture, health and sport")
    ENVIRONMENT = "environment", _("prevention of pollution and care for the environment")
    OTHER = "other", _("other public benefit under the Charity Law")


class Restricted(models.Model):
    """What a purse may be used for: purpose, place, group, period, and what the givers wished beside."""

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    streets = ArrayField(
        models.CharField(max_length=9), verbose_name=_("only in"), default=list, blank=True
    )
    group = models.CharField(_("for whom"), max_length=120, blank=True)
    period_from = models.DateField(_("use from"))
    period_to = models.DateField(_("use until"))
    wish = models.TextField(_("what the givers wished beside"), blank=True)

    class Meta:
        abstract = True


class Restriction(Restricted):
    """One version of what a purse may be used for. The first is what givers said; a later one needs a whole change."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="restrictions")
    version = models.PositiveSmallIntegerField(_("version"))
    government = models.BooleanField(_("paid by the government"), default=False)
    not_invested = models.BooleanField(_("givers said: not to be invested"), default=False)
    since = models.DateField(_("in force since"))
    change = models.OneToOneField(
        "governing.PurposeChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="effect",
    )
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="changes_only_when_complete",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("c", "governing_purposechange"),
                    ("prior", "governing_restriction"),
                    ("consents", "int"),
                    ("day", "date"),
                ],
                func=ONLY_WHEN_COMPLETE,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["purse", "version"],
                name="governing_restriction_once_a_version",
                violation_error_message=_("This purse says already what it may be used for."),
            ),
            models.CheckConstraint(
                condition=Q(version=1, change=None) | Q(version__gt=1, change__isnull=False),
                name="governing_later_restriction_by_change",
                violation_error_message=_("What a purse is for changes by a decision only."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")),
                name="governing_restriction_begins_before_it_ends",
                violation_error_message=_("The period begins before it ends."),
            ),
        ]


class PurposeChange(Restricted):
    """A motion to use a purse for something else, with what it would be. In force only once it is whole.

    Source: 慈善法 (2023修正) 第56条; 广州市慈善促进条例 第24条 (rules US-02, US-03).
    """

    class FixedIn(models.TextChoices):
        PLAN = "plan", _("in the fundraising plan")
        AGREEMENT = "agreement", _("in an agreement with the givers")

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="change")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="changes")
    fixed_in = models.CharField(_("where the use is fixed"), max_length=10, choices=FixedIn)
    givers = models.PositiveSmallIntegerField(_("how many givers have to be asked"), default=0)
    at = models.DateTimeField(_("put at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="is_what_was_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CHANGE_WAS_PUT,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fixed_in="plan") | Q(givers__gt=0),
                name="governing_change_counts_its_givers",
                violation_error_message=_("Say how many givers agreed to the use so far."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")),
                name="governing_change_begins_before_it_ends",
                violation_error_message=_("The period begins before it ends."),
            ),
        ]


def _open_until_effect():
    """Nothing is added to a change that is in force."""
    return pgtrigger.Trigger(
        name="is_added_before_effect",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=CLOSED_ONCE_IN_EFFECT,
    )


class GiverConsent(models.Model):
    """What one giver said to a change: yes, or no. A no stops it."""

    change = models.ForeignKey(PurposeChange, on_delete=models.PROTECT, related_name="consents")
    gift = models.CharField(_("number of the gift or agreement"), max_length=60)
    agrees = models.BooleanField(_("agrees"))
    said_on = models.DateField(_("said on"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = [*append_only(), _open_until_effect()]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "gift"],
                name="governing_giver_asked_once",
                violation_error_message=_("What this giver said is written down already."),
            )
        ]


class Notice(models.Model):
    """A public notice of a change, for givers who were not found: at least 60 days. Source: rules US-03."""

    change = models.OneToOneField(PurposeChange, on_delete=models.PROTECT, related_name="notice")
    text = models.TextField(_("what the public reads"))
    contact = models.CharField(_("where to object"), max_length=120)
    since = models.DateField(_("public since"))
    until = models.DateField(_("public until"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("published at"))

    class Meta:
        triggers = [
            *append_only(),
            _open_until_effect(),
            pgtrigger.Trigger(
                name="is_not_backdated",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOTICE_IS_NOT_BACKDATED,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since") + NOTICE),
                name="governing_notice_of_60_days",
                violation_error_message=_("A notice is public for at least 60 days."),
            )
        ]


class Objection(models.Model):
    """Somebody objects to a change under notice. Who it is, is sealed."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    words = SealedTextField(_("what they say"))
    who = SealedTextField(_("who objects, and how to answer"), blank=True)
    received_on = models.DateField(_("received on"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="objects_before_effect",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=OBJECTS_BEFORE_EFFECT,
            ),
        ]


class ObjectionAnswer(models.Model):
    """The committee's answer to an objection. One that is upheld stops the change."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="answer")
    upheld = models.BooleanField(_("is right"))
    words = models.TextField(_("answer"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()


class Filing(models.Model):
    """The filing (备案) of a change with the civil-affairs department, due 10 days after the decision."""

    change = models.OneToOneField(PurposeChange, on_delete=models.PROTECT, related_name="filing")
    office = models.CharField(_("filed with"), max_length=80)
    number = models.CharField(_("number of the filing"), max_length=60)
    filed_on = models.DateField(_("filed on"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = [*append_only(), _open_until_effect()]


class Surplus(models.Model):
    """What is left of a purse after its end goes to another of the same or a near purpose. Source: rules US-04."""

    class Nearness(models.TextChoices):
        SAME = "same", _("the same purpose")
        NEAR = "near", _("a near purpose")

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="surplus")
    to = models.ForeignKey(
        Purse, on_delete=models.PROTECT, related_name="+", verbose_name=_("to which purse")
    )
    nearness = models.CharField(_("its purpose is"), max_length=4, choices=Nearness)
    why = models.TextField(_("why it is near"), blank=True)
    at = models.DateTimeField(_("put at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(nearness="same") | ~Q(why=""),
                name="governing_near_purpose_says_why",
                violation_error_message=_("Say why the other purpose is near."),
            )
        ]
