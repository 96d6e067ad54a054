from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.sealing.fields import SealedTextField

from .donors import Donor
from .gifts import Gift


class DonorQuestion(models.Model):
    """A giver asks what became of a gift. They are answered within 20 days. Source: rule DN-09."""

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="questions")
    gift = models.ForeignKey(
        Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    words = SealedTextField(_("what is asked"))
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("to be answered until"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["donor", "due_on"], name="giving_question_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("asked_on")),
                name="giving_question_due_after_asked",
                violation_error_message=_("An answer is due after the question."),
            )
        ]


class DonorAnswer(models.Model):
    """What the giver was answered, and how."""

    class Told(models.TextChoices):
        PHONE = "phone", _("by telephone")
        LETTER = "letter", _("by letter")
        MESSAGE = "message", _("by message")
        PERSON = "person", _("face to face")

    question = models.OneToOneField(DonorQuestion, on_delete=models.PROTECT, related_name="answer")
    words = SealedTextField(_("what was answered"))
    told = models.CharField(_("how it was told"), max_length=8, choices=Told)
    on = models.DateField(_("answered on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
