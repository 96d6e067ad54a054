from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.places.models import Named
from shanqiao.apps.record.models import append_only


class Organisation(Named):
    """A legal person that holds charitable property or works for others."""

    class Form(models.TextChoices):
        ASSOCIATION = "association", _("social association")
        SERVICE_ORG = "service_org", _("social service organisation")
        FOUNDATION = "foundation", _("foundation")

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    form = models.CharField(_("legal form"), max_length=12, choices=Form)
    registered_on = models.DateField(_("registered on"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="registry_uscc_has_18_places",
                violation_error_message=_(
                    "A unified social credit code has 18 digits and capital letters without I, O, S, V, Z."
                ),
            )
        ]


class FundraisingCertificate(models.Model):
    """The qualification to raise money from the public (公开募捐资格), for a span of days.

    Source: 慈善法 (2023修正) 第22条.
    """

    holder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="fundraising_certificates"
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")),
                name="registry_certificate_begins_before_it_ends",
                violation_error_message=_("A certificate begins before it ends."),
            )
        ]


class CertificateWithdrawal(models.Model):
    """The authority withdrew a certificate before its last day. Source: 慈善法 第111条, rules FR-14, FR-15."""

    certificate = models.OneToOneField(
        FundraisingCertificate, on_delete=models.PROTECT, related_name="withdrawal"
    )
    on = models.DateField(_("withdrawn on"))
    for_cause = models.BooleanField(_("for a breach"), default=False)
    why = models.CharField(_("document of the authority"), max_length=200)
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()
