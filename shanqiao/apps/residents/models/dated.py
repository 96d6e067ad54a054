from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person


class Dated(models.Model):
    """What is or was so of a resident, from a day to a day; a day nobody knows stays empty.

    One name, one identity number, one telephone and one address are current and stand in the resident's own row.
    Everything else is here, and what was current comes here when it changes.
    """

    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    mistaken = models.BooleanField(_("was written by mistake"), default=False)
    told_at = models.DateTimeField(_("told at"))
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def ends_after_it_began(name):
    """A constraint of a table with ``since`` and ``until``."""
    return models.CheckConstraint(
        condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
        name=name,
        violation_error_message=_(
            "It ends on a day before it began; please correct one of the two."
        ),
    )
