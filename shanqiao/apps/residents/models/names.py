from django.db import models
from django.utils.translation import gettext_lazy as _

from .dated import Dated, ends_after_it_began
from .resident import Resident


class Name(Dated):
    """A name a resident has or had beside the current one."""

    class Kind(models.TextChoices):
        FORMER = "former", _("former name")  # 曾用名
        OTHER = "other", _("name they are called by")  # 别名、小名
        TRADITIONAL = "traditional", _("name in traditional characters")
        ROMANISED = "romanised", _("name in letters, as on papers")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(_("kind of name"), max_length=12, choices=Kind)
    written = models.CharField(_("name"), max_length=60)

    class Meta:
        constraints = [ends_after_it_began("residents_name_ends_after_it_began")]
