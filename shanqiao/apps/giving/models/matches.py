from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .gifts import Gift
from .pledges import EmployeeYear, Employer

# Note [What an employer owes]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What an employer adds is written with the employee's gift, in the same transaction, and caps hold however many give at
# once: the employer's row is locked first, and both totals have their limit as a CHECK. It is a promise until the
# employer pays: a promise is no income of a charity, and no purse may spend it. When the money comes, one gift of the
# employer settles what was owed.


class Match(models.Model):
    """What an employer adds to one gift of an employee. See Note [What an employer owes]."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="owed")
    year = models.ForeignKey(EmployeeYear, on_delete=models.PROTECT, related_name="owed")
    to = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="match")
    amount = models.PositiveBigIntegerField(_("added"))
    settled_by = models.ForeignKey(
        Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="settles"
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="giving_match_of_something",
                violation_error_message=_("An employer adds more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(taken_back_at=None),
                name="giving_match_is_settled_or_taken_back",
                violation_error_message=_("What was paid is not taken back."),
            ),
        ]
