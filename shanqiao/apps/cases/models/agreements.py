from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.models import Document
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

from ..guards import lasts_longer


class Agreement(models.Model):
    """A framework agreement (框架协议): a charity and the agency that runs a station agree what they do together, until a day."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    charity = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject = models.TextField(_("about what"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lte=F("last_on")) & ~Q(subject=""),
                name="cases_agreement_begins_before_it_ends",
                violation_error_message=_(
                    "An agreement says what it is about, and begins before it ends."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(charity=F("agency")),
                name="cases_agreement_of_two",
                violation_error_message=_("An agreement is between two organisations."),
            ),
        ]


class Renewal(models.Model):
    """An agreement goes on until a later day."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="renewals")
    last_on = models.DateField(_("until"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed at"))

    class Meta:
        triggers = [lasts_longer(), *append_only()]
