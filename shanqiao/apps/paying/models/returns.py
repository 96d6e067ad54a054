from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.matching.models import Reduction
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class Return(models.Model):
    """Money that was paid came back, all or part of it: the need lacks it again, the purse has it again."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="returns")
    reduction = models.OneToOneField(Reduction, on_delete=models.PROTECT, related_name="came_back")
    count = models.PositiveBigIntegerField(_("how much"))
    reference = models.CharField(_("reference of the bank"), max_length=80, unique=True)
    why = models.TextField(_("why"))
    returned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(_("came back at"))

    class Meta:
        triggers = append_only()
