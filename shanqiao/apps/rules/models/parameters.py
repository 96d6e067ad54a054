from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.ranges import only

from ..guards import ends_once_or_is_called_off
from .ranges import DAYS, called_off_with_a_reason


class Parameter(Named):
    """A figure that rules speak of by its name, such as a poverty line; its values have days and sources."""

    class Unit(models.TextChoices):
        FEN = "fen", _("yuan a month")  # counted in fen, told in yuan
        PERCENT = "percent", _("per cent")
        YEARS = "years", _("years")
        PEOPLE = "people", _("people")
        POINTS = "points", _("points")
        DAY = "day", _("a day")

    code = models.CharField(_("name in rules"), max_length=40, unique=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(_("named at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z][a-z0-9_]*$"),
                name="rules_parameter_is_a_name",
                violation_error_message=_(
                    "The name of a parameter is in small letters, digits and _, and begins with a letter."
                ),
            )
        ]


class ParameterValueQuerySet(models.QuerySet):
    def in_force(self, *, on):
        """Those that count on that day."""
        ends = Q(last_on=None) | Q(last_on__gte=on)
        return self.filter(ends, first_on__lte=on, called_off_at=None)


class ParameterValue(models.Model):
    """What a parameter is from a day to a day, and which document says so.

    See Note [Called off before its day].
    """

    parameter = models.ForeignKey(Parameter, on_delete=models.PROTECT, related_name="values")
    whole = models.BigIntegerField(_("value"), null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("document and article"), max_length=200)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    called_off_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    called_off_why = models.TextField(_("why it was called off"), blank=True)

    objects = ParameterValueQuerySet.as_manager()

    class Meta:
        triggers = ends_once_or_is_called_off("ended_at", "ended_by_id", "last_on")
        constraints = [
            ExclusionConstraint(
                name="rules_one_value_a_day",
                expressions=[
                    (only("parameter_id"), RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at=None),
                violation_error_message=_(
                    "This parameter has another value on some of these days. Nothing was saved. "
                    "Please end that value on the day before, and write this one again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(whole=None, day__isnull=False) | Q(whole__isnull=False, day=None),
                name="rules_value_is_a_number_or_a_day",
                violation_error_message=_("A parameter is either a number or a day."),
            ),
            called_off_with_a_reason("rules_value_called_off_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="rules_value_has_a_source",
                violation_error_message=_("Say which document, and which article of it, says so."),
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")),
                name="rules_value_ends_after_it_began",
                violation_error_message=_("A value ends on its first day or later."),
            ),
        ]

    @property
    def value(self):
        return self.day if self.whole is None else self.whole
