from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.models import append_only

from .gifts import Gift


class InKind(models.Model):
    """What a gift other than money was: a lot of goods, a service, hours; and what it is worth, by what. Source: DN-02, DN-11."""

    class Basis(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        MARKET = "market", _("market price")
        APPRAISER = "appraiser", _("licensed appraiser")
        NONE = "none", _("no value told")

    class PaidBy(models.TextChoices):
        GIVER = "giver", _("the giver")
        GIFT = "gift", _("deducted from the gift")

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="in_kind")
    what = models.CharField(_("what it is"), max_length=120)
    lot = models.CharField(_("lot or batch number"), max_length=40, blank=True)
    expires_on = models.DateField(_("usable until"), null=True, blank=True)
    basis = models.CharField(_("valued by"), max_length=10, choices=Basis)
    valued = models.PositiveBigIntegerField(_("worth"), null=True, blank=True)  # fen
    paper = models.CharField(_("number of the invoice or appraisal"), max_length=60, blank=True)
    cost_by = models.CharField(
        _("who pays the appraiser"), max_length=6, choices=PaidBy, blank=True
    )
    cost = models.PositiveBigIntegerField(_("what the appraiser costs"), default=0)  # fen

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="none", valued=None) | ~Q(basis="none") & Q(valued__gt=0),
                name="giving_value_has_a_basis",
                violation_error_message=_("A value has a basis, and a basis a value."),
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=["invoice", "appraiser"]) | ~Q(paper=""),
                name="giving_value_has_its_paper",
                violation_error_message=_("Please write the number of the invoice or appraisal."),
            ),
            models.CheckConstraint(
                condition=~Q(basis="appraiser") | ~Q(cost_by=""),
                name="giving_appraiser_is_paid_by_somebody",
                violation_error_message=_("Please say who pays the appraiser."),
            ),
            models.CheckConstraint(
                condition=Q(cost=0) | Q(basis="appraiser"),
                name="giving_only_an_appraiser_costs",
                violation_error_message=_("Only an appraiser costs something."),
            ),
        ]
