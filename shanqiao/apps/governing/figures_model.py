"""What a host says its year was, as its accountant or auditor wrote it down."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation


class YearFigures(models.Model):
    """The figures of a host for one year as known on one day, in fen. A later row corrects; none is edited."""

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="year_figures")
    year = models.PositiveSmallIntegerField(_("year"))
    income = models.BigIntegerField(_("income of the year"))
    bound_beyond = models.BigIntegerField(_("of it bound beyond the year"), default=0)
    released = models.BigIntegerField(_("released from an earlier bond"), default=0)
    net_assets = models.BigIntegerField(_("net assets at the end"))
    spending = models.BigIntegerField(_("charitable spending"))
    management = models.BigIntegerField(_("management fee"))
    audited = models.BooleanField(_("audited"), default=False)
    source = models.CharField(_("from which report"), max_length=120)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("written at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["host", "year", "-at"], name="governing_figures_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    income__gte=0,
                    bound_beyond__gte=0,
                    released__gte=0,
                    spending__gte=0,
                    management__gte=0,
                ),
                name="governing_figures_not_below_zero",
                violation_error_message=_("These figures are zero or more."),
            )
        ]
