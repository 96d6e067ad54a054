from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.sealing.fields import SealedBytesField, SealedTextField

from .gifts import Gift


class GiftFile(models.Model):
    """A file of gifts as it was handed in for a purse. Once its rows are gifts, the file itself is forgotten."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(_("how it was given"), max_length=8, choices=Gift.How)
    platform = models.CharField(_("on which platform"), max_length=20, blank=True)
    name = SealedTextField(_("name of the file"))
    digest = models.CharField(_("SHA-256 of the file, under the city's key"), max_length=64)
    content = SealedBytesField(_("the file"), null=True)
    at = models.DateTimeField(_("handed in at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken in at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)
    new = models.PositiveIntegerField(_("rows that became gifts"), default=0)
    known = models.PositiveIntegerField(_("rows that were gifts already"), default=0)
    wrong = models.PositiveIntegerField(_("rows with something wrong"), default=0)
    suspicious = models.PositiveIntegerField(_("rows that look like doubles"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(given_up_at=None),
                name="giving_file_is_taken_in_or_given_up",
                violation_error_message=_("This file is taken in already."),
            )
        ]
