import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.models import Document
from shanqiao.apps.matching.models import Grant
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

from .guards import paid_as_ordered


class Payment(models.Model):
    """What was granted is paid, or handed over, by a third person: neither who proposed nor who approved.

    Who approved and how much is filled in by the database itself, from the grant.
    """

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="payment")
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    reference = models.CharField(_("bank reference or hand-over sheet"), max_length=80)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paid_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    paid_at = models.DateTimeField(_("paid at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="knows_who_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    SELECT approved_by_id, proposed_by_id, count, unit
                      INTO NEW.approved_by_id, NEW.proposed_by_id, NEW.count, NEW.unit
                      FROM matching_grant WHERE id = NEW.grant_id;
                    RETURN NEW;
                """,
            ),
            paid_as_ordered(),
        ]
        indexes = [models.Index(fields=["paid_at"], name="delivery_payment_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(paid_by=F("approved_by")),
                name="delivery_approver_does_not_pay",
                violation_error_message=_("You approved this grant, so somebody else pays it."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | ~Q(paid_by=F("proposed_by")),
                name="delivery_proposer_does_not_pay",
                violation_error_message=_("You asked for this grant, so somebody else pays it."),
            ),
            models.CheckConstraint(
                condition=~Q(reference=""),
                name="delivery_payment_has_a_reference",
                violation_error_message=_(
                    "Write down the bank reference or the number of the hand-over sheet."
                ),
            ),
        ]


class Receipt(models.Model):
    """The resident, or the station for them, confirms what arrived, with evidence."""

    class Word(models.TextChoices):
        RECEIVED = "received", _("received in full")
        PARTLY = "partly", _("received only in part")
        NOT_RECEIVED = "not_received", _("not received")

    class Witness(models.TextChoices):
        RESIDENT = "resident", _("the resident, by signature")
        STATION = "station", _("the station, on a visit")

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")
    says = models.CharField(_("what was said"), max_length=12, choices=Word)
    witness = models.CharField(_("who says so"), max_length=10, choices=Witness)
    arrived = models.PositiveBigIntegerField(_("how much arrived"))
    words = models.TextField(_("in words"), blank=True)
    evidence = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        triggers = append_only()
