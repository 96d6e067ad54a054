from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.files.models import Document
from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import in_legal_order
from ..states import MAY, OVER, Side, StepKind
from .asking import Override, ReferralLink
from .referral import Referral


def _sides():
    """Which kind of step each side may take, as one condition."""
    condition = Q()
    for side, kinds in MAY.items():
        condition |= Q(side=side, kind__in=kinds)
    return condition


class ReferralStep(models.Model):
    """One thing that happened to a referral, by one side; never changed. The last one says where it stands."""

    class Reason(models.TextChoices):
        NO_CAPACITY = "no_capacity", _("no places or means at present")
        NOT_ELIGIBLE = "not_eligible", _("the resident does not meet the conditions")
        COVERED = "covered", _("the resident is helped elsewhere already")
        UNREACHABLE = "unreachable", _("the resident could not be reached")
        NOT_OURS = "not_ours", _("we do not help with this")

    class Evidence(models.TextChoices):
        RECEIPT = "receipt", _("a receipt that was confirmed here")
        HANDOVER = "handover", _("a hand-over sheet or photo")
        CHECK_IN = "check_in", _("the resident was there: a day and a place")
        WORD = "word", _("the resident says so")

    class Asked(models.TextChoices):
        VISIT = "visit", _("on a visit")
        PHONE = "phone", _("by telephone")
        STATION = "station", _("at the station")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number of the step"), default=0)
    kind = models.CharField(_("what happened"), max_length=10, choices=StepKind)
    side = models.CharField(_("by which side"), max_length=10, choices=Side)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.OneToOneField(
        ReferralLink, on_delete=models.PROTECT, null=True, blank=True, related_name="answer"
    )
    signed = SealedTextField(_("who answered, where without an account"), blank=True)
    at = models.DateTimeField(_("at"))
    words = SealedTextField(_("in words"), blank=True)
    reason = models.CharField(_("why declined"), max_length=12, choices=Reason, blank=True)
    until_on = models.DateField(_("no places or means until"), null=True, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=8, choices=Evidence, blank=True)
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    happened_on = models.DateField(_("on which day"), null=True, blank=True)
    asked = models.CharField(_("how they were asked"), max_length=7, choices=Asked, blank=True)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    override = models.ForeignKey(
        Override, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who sees to what follows; none while the addressee has named nobody
    due_on = models.DateField(_("what follows is due on"), null=True, blank=True)

    class Meta:
        triggers = [*append_only(), in_legal_order()]
        indexes = [
            models.Index(fields=["due_on"], name="referrals_step_due"),
            models.Index(
                fields=["referral"], condition=Q(kind__in=OVER), name="referrals_step_is_over"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "number"],
                name="referrals_steps_in_a_row",
                violation_error_message=_("Somebody was faster. Please open the page again."),
            ),
            models.CheckConstraint(
                condition=_sides(),
                name="referrals_step_by_the_right_side",
                violation_error_message=_("This step is for the other side to take."),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, link=None)
                | Q(by=None, link__isnull=False, side="recipient"),
                name="referrals_step_by_somebody",
                violation_error_message=_(
                    "A step is taken by a person, or on the page without an account."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="rejected") & ~Q(reason="") | ~Q(kind="rejected") & Q(reason=""),
                name="referrals_declined_with_a_reason",
                violation_error_message=_("Please choose why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(reason="no_capacity", until_on__isnull=False)
                | ~Q(reason="no_capacity") & Q(until_on=None),
                name="referrals_no_capacity_until_a_day",
                violation_error_message=_("Want of places or means is told until a day."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="requested")
                | Q(consent__isnull=False)
                | Q(override__isnull=False),
                name="referrals_sent_with_consent",
                violation_error_message=_(
                    "Nothing is sent without the resident's consent, or a recorded exception."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="completed") & Q(evidence="", receipt=None)
                | Q(kind="completed", evidence="receipt", receipt__isnull=False)
                | Q(kind="completed", evidence="handover", receipt=None, document__isnull=False)
                | Q(kind="completed", evidence="check_in", receipt=None, happened_on__isnull=False)
                | Q(kind="completed", evidence="word", receipt=None, side="requester")
                & Q(happened_on__isnull=False)
                & ~Q(asked=""),
                name="referrals_done_with_evidence",
                violation_error_message=_(
                    "Done is what can be shown: a confirmed receipt, a hand-over sheet, the day the resident was there, "
                    "or the resident's own word, with how the station asked."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OVER, due_on=None)
                | ~Q(kind__in=OVER) & Q(due_on__isnull=False),
                name="referrals_open_step_has_a_day",
                violation_error_message=_("What is not over has a day by which it goes on."),
            ),
        ]
