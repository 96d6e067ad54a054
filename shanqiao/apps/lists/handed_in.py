"""What every list is that a station hands in, whatever stands in it: the file, and how far it has come."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.sealing.fields import SealedBytesField, SealedTextField

LARGEST = 8 * 1024 * 1024  # bytes
MOST_ROWS = 20_000
KEPT = timedelta(days=90)
STUCK_AFTER = timedelta(days=1)  # nobody is still taking in a list after that


class HandedIn(models.Model):
    """A list as it was handed in, and how far it has come; what is not yet so has no instant."""

    name = SealedTextField(_("name of the file"))
    digest = models.CharField(_("SHA-256 of the file, under the city's key"), max_length=64)
    content = SealedBytesField(_("the file"), null=True)
    headings = SealedTextField(_("which heading was taken for which column"), blank=True)
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in at"))
    compare_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    compare_asked_at = models.DateTimeField(_("comparison asked for at"), null=True)
    compared_at = models.DateTimeField(_("compared at"), null=True)
    says = models.TextField(_("why it cannot be used"), blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done of what is under way"), default=0)
    wrong = models.PositiveIntegerField(_("rows with something wrong"), default=0)
    take_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    take_asked_at = models.DateTimeField(_("taking in asked for at"), null=True)
    taken_at = models.DateTimeField(_("taken in at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    forgotten_at = models.DateTimeField(_("forgotten at"), null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(take_asked_at=None) | Q(compared_at__isnull=False, says=""),
                name="%(app_label)s_compared_before_taken",
                violation_error_message=_("A list is compared before it is taken in."),
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(take_asked_at__isnull=False, content=None),
                name="%(app_label)s_taken_keeps_no_file",
                violation_error_message=_("A list that is taken in keeps no file."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(taken_at__isnull=False),
                name="%(app_label)s_only_taken_is_undone",
                violation_error_message=_("Only a list that was taken in can be undone."),
            ),
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(take_asked_at=None),
                name="%(app_label)s_taken_is_not_given_up",
                violation_error_message=_("This list is being taken in already."),
            ),
        ]

    def write(self, **values):
        """Change these and nothing else, of a list that is held."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    def tell_done(self, *, at):
        """How many rows are done, of a list that is held; once all are, it is taken in and its file is gone.

        Returns:
            (is it taken in, is it only now).
        """
        done = self.rows.exclude(became="").count()
        over = done == self.total
        ends = over and not self.taken_at
        self.write(done=done, **({"taken_at": at, "content": None} if ends else {}))
        return over, ends

    @property
    def is_over(self):
        """Was it given up, undone or forgotten?"""
        return bool(self.given_up_at or self.undone_at or self.forgotten_at)

    @property
    def is_comparing(self):
        return bool(self.compare_asked_at) and not (self.compared_at or self.says or self.is_over)

    @property
    def is_taking(self):
        return bool(self.take_asked_at) and not self.taken_at

    @property
    def share_done(self):
        """Percent of what is under way."""
        return min(99, 100 * self.done // max(self.total, 1))


def to_forget(lists, *, at):
    """Those of ``lists`` that were handed in ``KEPT`` ago or longer, locked; their rows are gone.

    One that is being taken in at this moment waits for the next night.
    """
    old = lists.select_for_update(skip_locked=True).filter(
        handed_in_at__lte=at - KEPT, forgotten_at=None
    )
    for one in old.order_by("pk"):
        if not (one.is_taking and one.take_asked_at > at - STUCK_AFTER):
            one.rows.all().delete()
            yield one
