from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.crises.models import Crisis
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.guards import not_for_the_dead
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField

from .guards import fits_what_it_follows, is_of_its_sitting


class Edition(models.Model):
    """One version of an instrument: the text of its file as it was first used, or as the city brought it in.

    What comes with shanqiao gets its row with the first sitting, so that a sitting can be read with the questions it
    was asked with, whatever becomes of the file.
    """

    code = models.CharField(_("instrument"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    text = models.TextField(_("file"))
    brought_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: it came with shanqiao
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="instruments_one_text_of_a_version",
                violation_error_message=_(
                    "This version of the instrument is here already. Give the changed file a new version."
                ),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.version}"


class Sitting(models.Model):
    """One resident was assessed with one version of an instrument, by one person on one day. Never edited."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="sittings")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sittings")
    answers = SealedTextField(_("answers"))
    words = SealedTextField(_("what was seen beside"), blank=True)
    on = models.DateField(_("on which day"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    first = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="seconds"
    )  # whose second assessment this is
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later"
    )  # what it is compared with
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings"
    )  # whose severity was scored

    class Meta:
        triggers = [*append_only(), not_for_the_dead(), fits_what_it_follows()]
        indexes = [
            models.Index(fields=["resident", "-on", "-id"], name="instruments_sitting_latest"),
            models.Index(fields=["need", "-at"], name="instruments_sitting_of_need"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "by"],
                condition=Q(first__isnull=False),
                name="instruments_one_second_of_each",
                violation_error_message=_("You have given your second assessment already."),
            ),
            models.CheckConstraint(
                condition=Q(first=None) | Q(before=None),
                name="instruments_second_or_later",
                violation_error_message=_(
                    "A second assessment stands beside the first, and is no later one."
                ),
            ),
        ]

    def __str__(self):
        return f"sitting {self.pk}"


class Score(models.Model):
    """A scale of a sitting as it was computed; so that lists and rules need not open the answers.

    ``low`` and ``high`` are the same where everything was answered; none is an open end. The bands are the lowest and
    the highest that may be it.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="scores")
    scale = models.CharField(_("scale"), max_length=40)
    low = models.DecimalField(_("at least"), max_digits=26, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("at most"), max_digits=26, decimal_places=4, null=True, blank=True)
    low_band = models.CharField(_("lowest band"), max_length=40, blank=True)
    high_band = models.CharField(_("highest band"), max_length=40, blank=True)

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "scale"],
                name="instruments_each_scale_once",
                violation_error_message=_("This scale of the sitting is computed already."),
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")),
                name="instruments_low_before_high",
                violation_error_message=_("The least of a scale is not above the most."),
            ),
        ]


class Danger(models.Model):
    """An answer of a sitting meant danger, and raised a crisis. Seen by those who may see the crisis."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="dangers")
    crisis = models.ForeignKey(Crisis, on_delete=models.PROTECT, related_name="dangers")
    item = models.CharField(_("question"), max_length=40)

    class Meta:
        triggers = append_only()


class FromSitting(models.Model):
    """An assessment of a need came out of a sitting: by which line of the instrument, and why."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="taken")
    line = models.CharField(_("which line"), max_length=40)
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="from_sitting"
    )
    reasoning = SealedTextField(_("why"))  # {"zh": …, "en": …}

    class Meta:
        triggers = [*append_only(), is_of_its_sitting()]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "line"],
                name="instruments_each_line_once",
                violation_error_message=_("A colleague has taken this over already."),
            )
        ]
