from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.needs.kinds import Kind, Unit
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named, Station
from shanqiao.apps.record.models import append_only

from .guards import counts_what_was_accepted, ends_once, is_answered_once
from .template_models import Attached as Attached
from .template_models import Paper as Paper
from .template_models import Template as Template


class AidProgrammeQuerySet(models.QuerySet):
    def open(self, *, on):
        """Those that take applications on that day."""
        lasting = Q(last_on=None) | Q(last_on__gte=on)
        return self.filter(lasting, first_on__lte=on, ended_at=None)


class AidProgramme(Named):
    """An aid programme (救助项目): a fund announces what it helps with, and stations apply for their residents.

    It gives out of one purse, so what the purse's givers asked for binds it too. Source: 慈善法 第81条 (standard, way
    and rules of aid are told).
    """

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="programmes")
    purpose = models.TextField(_("what it helps with"))
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind), verbose_name=_("for which kinds")
    )
    most_per_person = models.PositiveBigIntegerField(_("at most for one person"))
    conditions = models.TextField(_("for whom, in words"), blank=True)
    source = models.CharField(_("by which decision"), max_length=200)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("announced at"))
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_why = models.TextField(_("why it ended"), blank=True)

    objects = AidProgrammeQuerySet.as_manager()

    class Meta:
        triggers = ends_once()
        constraints = [
            models.CheckConstraint(
                condition=Q(most_per_person__gt=0) & Q(kinds__len__gt=0),
                name="programmes_helps_with_something",
                violation_error_message=_("Say with which kinds it helps, and how much at most."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(source=""),
                name="programmes_says_what_and_by_whom",
                violation_error_message=_("Say what it helps with, and by which decision."),
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(first_on__lte=F("last_on")),
                name="programmes_begins_before_it_ends",
                violation_error_message=_("A programme begins before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="programmes_ends_with_a_reason",
                violation_error_message=_("Say why the programme ends."),
            ),
        ]


class ApplicationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(closed_at=None)


class Application(models.Model):
    """A station applies to an aid programme for one need of a resident; it waits until the fund answers."""

    class Closing(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by the station")

    programme = models.ForeignKey(
        AidProgramme, on_delete=models.PROTECT, related_name="applications"
    )
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="applications")
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    words = models.TextField(_("why, in words"))
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    applied_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(_("applied at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_how = models.CharField(_("how closed"), max_length=10, choices=Closing, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        triggers = is_answered_once()
        indexes = [
            models.Index(fields=["programme", "-applied_at"], name="programmes_application_latest")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "need"],
                condition=Q(closed_at=None),
                name="programmes_one_application_waits",
                violation_error_message=_(
                    "An application for this need waits for this programme's answer already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0) & ~Q(words=""),
                name="programmes_applies_for_something",
                violation_error_message=_("Say how much is applied for, and why."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_how="")
                | Q(closed_at__isnull=False) & ~Q(closed_how=""),
                name="programmes_closed_somehow",
                violation_error_message=_("An application is closed together with how."),
            ),
        ]


class Acceptance(models.Model):
    """A fund takes an application up: a proposal by hand, which another person approves. See Note [One programme, one person]."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="acceptance"
    )
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="acceptance")
    applied_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(_("accepted at"))

    class Meta:
        triggers = [*append_only(), counts_what_was_accepted()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(accepted_by=F("applied_by")),
                name="programmes_applicant_does_not_accept",
                violation_error_message=_(
                    "You applied for this at a station, so somebody else of the fund accepts it."
                ),
            )
        ]


class Refusal(models.Model):
    """A fund says no to an application, with a reason that has a consequence. See Note [What a refusal leads to]."""

    class Reason(models.TextChoices):
        PURPOSE = "purpose", _("not what the programme helps with")
        UNCLEAR = "unclear", _("something is missing in the application")
        HELPED = "helped", _("the resident seems to be helped elsewhere already")
        SPENT = "spent", _("the programme has nothing left at present")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="refusal"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.TextField(_("in words"), blank=True)
    refused_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(_("refused at"))

    class Meta:
        triggers = append_only()
