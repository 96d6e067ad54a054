from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.places.models import Committee, Street
from shanqiao.apps.sealing.fields import SealedTextField

from .dated import Dated, ends_after_it_began
from .resident import Resident


class PhoneNumber(Dated):
    """A telephone under which a resident is or was reached, beside their own current one."""

    class Whose(models.TextChoices):
        OWN = "own", _("their own, before")
        RELATIVE = "relative", _("of a relative")
        HOUSEHOLD = "household", _("of the household")
        STATION = "station", _("of a station")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="phones")
    whose = models.CharField(_("whose telephone"), max_length=10, choices=Whose)
    relation = models.CharField(_("which relative"), max_length=30, blank=True)
    number = SealedTextField(_("phone"))

    class Meta:
        constraints = [
            ends_after_it_began("residents_phone_ends_after_it_began"),
            models.CheckConstraint(
                condition=~Q(whose="own") | Q(until__isnull=False),
                name="residents_own_phone_here_is_former",
                violation_error_message=_(
                    "Their own current telephone stands among the current facts; change it there."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(whose="relative") | ~Q(relation=""),
                name="residents_relative_is_named",
                violation_error_message=_(
                    "Please say which relative: daughter, nephew, neighbour."
                ),
            ),
        ]


class Residence(Dated):
    """A place a resident belongs to: where their household registration is, or where they lived before."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("household registration")  # 户籍
        LIVING = "living", _("lived there")  # 常住地, before

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="residences")
    kind = models.CharField(_("kind of place"), max_length=10, choices=Kind)
    address = SealedTextField(_("address"), blank=True)
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            ends_after_it_began("residents_residence_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(kind="registered", until=None),
                name="residents_registered_in_one_place",
                violation_error_message=_(
                    "A household registration is known already. Please end that one first, on the day it moved."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="living") | Q(until__isnull=False),
                name="residents_living_place_here_is_former",
                violation_error_message=_(
                    "Where they live now stands among the current facts; change it there."
                ),
            ),
        ]
