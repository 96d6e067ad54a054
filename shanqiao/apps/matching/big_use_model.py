"""By which decision of its committee a fund gives a need that much; `models` has it too."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.governing.models import Motion
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

from .big_use_guards import is_of_a_carried_motion


class BigUse(models.Model):
    """Somebody of a fund names, for one need and one purse, the carried motion by which so much may be given.

    The latest counts. Nothing is promised by it. See Note [A big use is decided].
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="big_uses")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="big_uses")
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="big_uses")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("named at"))

    class Meta:
        triggers = [*append_only(), is_of_a_carried_motion()]
        indexes = [models.Index(fields=["need", "purse", "-id"], name="matching_big_use_latest")]
