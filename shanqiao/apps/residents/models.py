from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Committee, Station, Street
from shanqiao.apps.record.models import append_only
from shanqiao.apps.sealing.fields import SealedTextField


class ResidentQuerySet(models.QuerySet):
    def known_to(self, station):
        return self.filter(cared_for__station=station, cared_for__until=None)


class Resident(models.Model):
    """A person who may be in need. One row for one person, whoever knows them."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    class Hardship(models.TextChoices):
        NONE = "none", _("none")
        EDGE = "edge", _("near the minimum")
        RIGID = "rigid", _("rigid expenditure")
        LOW_INCOME = "low_income", _("low income")
        DIBAO = "dibao", _("minimum living allowance")
        TEKUN = "tekun", _("destitute, state-supported")

    class Illness(models.TextChoices):
        NONE = "none", _("none")
        CHRONIC = "chronic", _("chronic illness")
        SERIOUS = "serious", _("serious illness")
        MENTAL = "mental", _("mental illness")

    name = models.CharField(_("name"), max_length=60)
    search_key = models.CharField(_("name in letters, to search by"), max_length=200)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    id_number = SealedTextField(_("identity number"), blank=True)
    id_token = models.CharField(_("token of the identity number"), max_length=64, blank=True)
    id_tail = models.CharField(
        _("last four places of the identity number"), max_length=4, blank=True
    )
    phone = SealedTextField(_("phone"), blank=True)
    address = SealedTextField(_("address"), blank=True)
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, related_name="+", verbose_name=_("street")
    )
    committee = models.ForeignKey(
        Committee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("committee"),
    )
    local = models.BooleanField(_("household registration in the city"), null=True, blank=True)
    hardship = models.CharField(
        _("hardship category"), max_length=12, choices=Hardship, default=Hardship.NONE
    )
    disability = models.PositiveSmallIntegerField(
        _("disability grade, 1 heaviest to 4, 0 none"), null=True, blank=True
    )
    illness = SealedTextField(_("illness"), blank=True)
    registered_at = models.DateTimeField(_("registered at"))
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ResidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_token"],
                condition=~Q(id_token=""),
                name="residents_one_row_per_identity_number",
                violation_error_message=_(
                    "Somebody with this identity number is registered already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(disability=None) | Q(disability__lte=4),
                name="residents_disability_grade_0_to_4",
                violation_error_message=_(
                    "A disability grade runs from 1 (heaviest) to 4; 0 is none."
                ),
            ),
        ]
        indexes = [models.Index(fields=["search_key"], name="residents_search_key")]

    def __str__(self):
        return f"resident {self.pk}"  # a name appears only where somebody asked for it


class Care(models.Model):
    """A station looks after a resident, from one day to another. Several stations may."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="cared_for")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "station"],
                condition=Q(until=None),
                name="residents_known_once_to_a_station",
                violation_error_message=_("Your station looks after this resident already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="residents_care_ends_after_it_began",
                violation_error_message=_("Care ends after it began."),
            ),
        ]


class Consent(models.Model):
    """A resident agrees to one use of what is known about them. Withdrawing is a row of its own.

    Source: 个人信息保护法 第13, 14, 29条.
    """

    class Purpose(models.TextChoices):
        FINDING_HELP = "finding_help", _("finding help with charities and funds")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    given = models.BooleanField(_("given (otherwise withdrawn)"))
    at = models.DateTimeField(_("at"))
    witnessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(
                fields=["resident", "purpose", "-at", "-id"], name="residents_consent_latest"
            )
        ]
