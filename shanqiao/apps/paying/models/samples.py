from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.models import Fund
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class Sample(models.Model):
    """Some of what a fund paid in a span of days, drawn by a seed, to ask the residents whether it arrived.

    How many are drawn follows from how exactly one wants to know; seed and list are such that anybody can draw again.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="samples")
    first_on = models.DateField(_("from day"))
    last_on = models.DateField(_("to day"))
    population = models.PositiveIntegerField(_("payments in all"))
    population_digest = models.CharField(_("SHA-256 of the list of all"), max_length=64)
    size = models.PositiveIntegerField(_("payments drawn"))
    confidence = models.PositiveSmallIntegerField(_("confidence, per mille"))
    margin = models.PositiveSmallIntegerField(_("margin, per mille"))
    seed = models.CharField(_("seed"), max_length=64)
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["fund", "-drawn_at", "-id"], name="paying_sample_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=F("population")),
                name="paying_sample_of_something",
                violation_error_message=_("Nothing was paid on these days."),
            ),
            models.CheckConstraint(
                condition=Q(first_on__lte=F("last_on")),
                name="paying_sample_days_in_order",
                violation_error_message=_("The first day comes before the last."),
            ),
            models.CheckConstraint(
                condition=Q(
                    confidence__gte=500, confidence__lte=999, margin__gte=5, margin__lte=300
                ),
                name="paying_sample_precision_in_reach",
                violation_error_message=_(
                    "Confidence runs from 50 to 99.9 percent, the margin from 0.5 to 30 percent."
                ),
            ),
        ]


class Drawn(models.Model):
    """One payment of a sample, in the order in which it was drawn."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="drawn")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(_("place"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "payment"],
                name="paying_drawn_once",
                violation_error_message=_("This payment was drawn already."),
            ),
        ]


class Answer(models.Model):
    """What a follow-up call found out about one drawn payment."""

    class Word(models.TextChoices):
        RECEIVED = "received", _("received in full")
        PARTLY = "partly", _("received only in part")
        NOT_RECEIVED = "not_received", _("not received")
        NOT_REACHED = "not_reached", _("nobody could be reached")

    drawn = models.OneToOneField(Drawn, on_delete=models.PROTECT, related_name="answer")
    says = models.CharField(_("what was said"), max_length=12, choices=Word)
    words = models.TextField(_("in words"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("asked at"))

    class Meta:
        triggers = append_only()
