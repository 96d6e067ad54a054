from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.sealing.fields import SealedBytesField


class LetterRun(models.Model):
    """Letters somebody asked for in bulk, how far they have come, and the file until it is forgotten."""

    class Kind(models.TextChoices):
        RECEIPTS = "receipts", _("donation receipts")
        CERTIFICATES = "certificates", _("certificates of donation")
        THANKS = "thanks", _("letters of thanks")
        SUMMARIES = "summaries", _("yearly summaries")

    class Language(models.TextChoices):
        ZH = "zh", _("Chinese")
        EN = "en", _("English, with the Chinese the law asks for")

    kind = models.CharField(_("which letters"), max_length=12, choices=Kind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    funds = ArrayField(models.BigIntegerField(), verbose_name=_("funds"))
    first_on = models.DateField(_("gifts from"))
    last_on = models.DateField(_("gifts until"))
    address = models.CharField(_("where receipts can be verified"), max_length=200)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("begun at"), null=True)
    total = models.PositiveIntegerField(_("letters"), default=0)
    done = models.PositiveIntegerField(_("letters done"), default=0)
    left_out = models.PositiveIntegerField(_("gifts left out"), default=0)
    says = models.TextField(_("why there is no file"), blank=True)
    file = SealedBytesField(_("the file"), null=True)
    file_name = models.CharField(_("name of the file"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    forgotten_at = models.DateTimeField(_("forgotten at"), null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="receipts_runs_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lte=models.F("last_on")),
                name="receipts_run_begins_before_it_ends",
                violation_error_message=_("The first day is not after the last."),
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(file=None),
                name="receipts_forgotten_keeps_no_file",
                violation_error_message=_("What is forgotten keeps no file."),
            ),
        ]

    @property
    def share_done(self):
        """Percent of what is under way."""
        return min(99, 100 * self.done // max(self.total, 1))
