from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.programmes.models import AidProgramme
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.sealing.fields import SealedTextField

ONE_ADDRESSEE = (
    Q(purse__isnull=False, programme=None, organisation=None, to_station=None)
    | Q(purse=None, programme__isnull=False, organisation=None, to_station=None)
    | Q(purse=None, programme=None, organisation__isnull=False, to_station=None)
    | Q(purse=None, programme=None, organisation=None, to_station__isnull=False)
)


class Referral(models.Model):
    """A station asks somebody to help with a need of a resident (转介); what came of it stands in its steps.

    The addressee is one of four: a purse of a fund, an aid programme, an organisation of the registry, or another
    station. Without a step it is a draft.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="referrals")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    programme = models.ForeignKey(
        AidProgramme, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    to_station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    count = models.PositiveBigIntegerField(_("how much is asked for"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    words = SealedTextField(_("what is asked for, in words"))
    shows_health = models.BooleanField(_("tells of illness or disability"), default=False)
    wanted_by = models.DateField(_("wanted by"))
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["need", "-drafted_at"], name="referrals_of_need"),
            models.Index(fields=["station", "-drafted_at"], name="referrals_of_station"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=ONE_ADDRESSEE,
                name="referrals_one_addressee",
                violation_error_message=_(
                    "A referral goes to one addressee: a fund, a programme, an organisation or a station."
                ),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="referrals_asks_for_something",
                violation_error_message=_("Say how much is asked for."),
            ),
        ]

    def __str__(self):
        return f"referral {self.pk}"

    @property
    def addressee(self):
        """Whoever it is sent to, as a row: the fund for a purse, else programme, organisation or station."""
        if self.purse_id:
            return self.purse.fund
        return self.programme or self.organisation or self.to_station

    @property
    def from_purse(self):
        """The purse that would pay; None where no fund is asked."""
        return self.programme.purse if self.programme_id else self.purse

    @property
    def target(self):
        """The addressee as conditions on rows of this table."""
        return {
            "purse": self.purse_id,
            "programme": self.programme_id,
            "organisation": self.organisation_id,
            "to_station": self.to_station_id,
        }
