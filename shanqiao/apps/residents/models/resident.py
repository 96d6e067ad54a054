from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Committee, Street
from shanqiao.apps.sealing.fields import SealedTextField


class ResidentQuerySet(models.QuerySet):
    def known_to(self, station):
        return self.filter(cared_for__station=station, cared_for__until=None)

    def on_file_of(self, station):
        """Those it looks after, and those it looked after until they died or moved away."""
        care = self.model._meta.get_field("cared_for").related_model.objects
        until_they_left = Q(
            until=F("resident__departures__told_at"), resident__departures__taken_back_at=None
        )
        mine = care.filter(Q(until=None) | until_they_left, station=station)
        return self.filter(Exists(mine.filter(resident=OuterRef("pk"))))


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
