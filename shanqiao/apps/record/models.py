import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from .once import is_not_emptied


def append_only():
    """Triggers under which a row, once written, stays as it is: no change, no removal, no emptying."""
    return [
        pgtrigger.Protect(name="stays_as_written", operation=pgtrigger.Update | pgtrigger.Delete),
        is_not_emptied(),
    ]


class Entry(models.Model):
    """One thing somebody did: the act, what it was done to, who, when, and why."""

    act = models.CharField(_("act"), max_length=60)
    subject = models.CharField(_("subject"), max_length=80)
    by = models.CharField(_("by"), max_length=150)
    why = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["-at", "-id"], name="record_entry_latest"),
            models.Index(fields=["subject", "-at"], name="record_entry_subject"),
            models.Index(fields=["by", "-at"], name="record_entry_by"),
        ]


class Look(models.Model):
    """One look at what is known about a resident: who looked, at whom, for which reason."""

    class Reason(models.TextChoices):
        REGISTERING = "registering", _("registering a need")
        CASEWORK = "casework", _("working with the resident")
        ASSESSING = "assessing", _("assessing a need")
        CONFIRMING = "confirming", _("confirming what was received")
        CHECKING = "checking", _("checking the records")
        ASKED = "asked", _("the resident asked for it")
        SAME_PERSON = "same_person", _("asking whether two records are one person")

    by = models.CharField(_("by"), max_length=150)
    resident = models.BigIntegerField(_("resident"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["-at", "-id"], name="record_look_latest"),
            models.Index(fields=["resident", "-at"], name="record_look_resident"),
            models.Index(fields=["by", "-at"], name="record_look_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason__in=["checking", "asked"]) | ~models.Q(words=""),
                name="record_look_says_why",
                violation_error_message=_("Say in words why you look at this resident."),
            )
        ]
