from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.sealing.fields import SealedTextField
from shanqiao.engines.identity import OF_A_HOUSEHOLD

from .dated import Dated, ends_after_it_began
from .resident import Resident


class IdentityDocument(Dated):
    """A paper that shows who a resident is, as somebody saw it. Their current ID number is in their own row."""

    class Kind(models.TextChoices):
        RESIDENT_ID = "resident_id", _("resident ID card, former number")
        HK_MACAO_PERMIT = "hk_macao_permit", _("mainland travel permit, Hong Kong and Macao")
        TAIWAN_PERMIT = "taiwan_permit", _("mainland travel permit, Taiwan")
        RESIDENCE_PERMIT = "residence_permit", _("residence permit, Hong Kong, Macao, Taiwan")
        PASSPORT = "passport", _("passport")
        DISABILITY_CARD = "disability_card", _("disability card")
        DIBAO_CARD = "dibao_card", _("minimum living allowance card")
        HOUSEHOLD_BOOKLET = "household_booklet", _("household booklet")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind of document"), max_length=20, choices=Kind)
    country = models.CharField(_("issuing country, three letters"), max_length=3, blank=True)
    number = SealedTextField(_("number of the document"))
    token = models.CharField(_("token of the number"), max_length=64)
    tail = models.CharField(_("last four places"), max_length=4)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_it_began("residents_document_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["token"],
                condition=Q(until=None) & ~Q(kind__in=sorted(OF_A_HOUSEHOLD)),
                name="residents_one_person_per_document",
                violation_error_message=_(
                    "Somebody is registered with this document already. Please compare it once more; if the number "
                    "is right, search by it: perhaps it is the same person."
                ),
            ),
            models.UniqueConstraint(
                fields=["resident", "token"],
                condition=Q(until=None),
                name="residents_document_once",
                violation_error_message=_("This document is written down for them already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="resident_id") | Q(until__isnull=False),
                name="residents_id_here_is_former",
                violation_error_message=_(
                    "The current identity number stands among the current facts; change it there."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="passport") | Q(country__regex="^[A-Z]{3}$"),
                name="residents_passport_names_its_country",
                violation_error_message=_(
                    "Please give the country as the passport does, in three letters: CHN, VNM, PHL."
                ),
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gt=F("issued_on")),
                name="residents_document_expires_after_issue",
                violation_error_message=_(
                    "It expires before it was issued; please correct one of the two."
                ),
            ),
        ]
        indexes = [models.Index(fields=["token"], name="residents_document_token")]
