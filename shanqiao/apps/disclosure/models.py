from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class Statement(models.Model):
    """What was published for one month. Never edited; a correction is a new statement that names the old one."""

    month = models.DateField(_("month"))
    body = models.JSONField(_("as published"))
    digest = models.CharField(_("SHA-256 of what was published"), max_length=64)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    why = models.TextField(_("why it was corrected"), blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(corrects=None),
                name="disclosure_one_first_statement_a_month",
                violation_error_message=_(
                    "This month is published already; publish a correction instead."
                ),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="disclosure_month_begins_on_its_first",
                violation_error_message=_("A month is named by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(why=""),
                name="disclosure_correction_says_why",
                violation_error_message=_("Say why the earlier statement is corrected."),
            ),
        ]
