from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.sameness.models import Merge


class FindingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def about(self, needs):
        """Findings in which one of ``needs`` (identities) stands."""
        return self.filter(Q(first__in=needs) | Q(second__in=needs))


class Finding(models.Model):
    """A merge showed that one person has two needs of one kind for the same days; somebody says what that means.

    While it is open, both needs together get no more than the larger of them lacks.
    """

    class Closing(models.TextChoices):
        ONE_CLOSED = "one_closed", _("it was one need; one of the two was closed")
        BOTH_RIGHT = "both_right", _("both needs are right, beside each other")
        TAKEN_BACK = "taken_back", _("what was promised twice was taken back")
        PARTED = "parted", _("the records were parted again")

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="findings")
    first = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_how = models.CharField(_("what it was"), max_length=10, choices=Closing, blank=True)
    closed_why = models.TextField(_("what was done"), blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of double help")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(closed_at=None),
                name="matching_one_open_finding",
                violation_error_message=_("These two needs are being looked at already."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="matching_finding_smaller_first",
                violation_error_message=_(
                    "Of a finding the need with the smaller number is first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_how="", closed_why="")
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_how="")
                & ~Q(closed_why=""),
                name="matching_finding_closed_with_words",
                violation_error_message=_("Say what was done."),
            ),
        ]
