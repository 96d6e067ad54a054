from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.sealing.fields import SealedBytesField, SealedTextField

from .gifts import Gift


class GiftFile(models.Model):
    """A file of gifts as it was handed in for a purse, and how far it has come; what is not yet so has no instant.

    Once its rows are gifts, the file itself is forgotten. Counts and sums tell what would become of its rows, and from the
    moment its taking in is asked for, what became of them.
    """

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(_("how it was given"), max_length=8, choices=Gift.How)
    platform = models.CharField(_("on which platform"), max_length=20, blank=True)
    name = SealedTextField(_("name of the file"))
    digest = models.CharField(_("SHA-256 of the file, under the city's key"), max_length=64)
    content = SealedBytesField(_("the file"), null=True)
    headings = SealedTextField(_("headings of its columns"), blank=True)
    at = models.DateTimeField(_("handed in at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read at"), null=True)
    says = models.TextField(_("why it cannot be used"), blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done of what is under way"), default=0)
    first_rows = SealedTextField(_("its first new rows"), blank=True)
    take_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    take_asked_at = models.DateTimeField(_("taking in asked for at"), null=True)
    with_doubles = models.BooleanField(_("what looks like a double is taken too"), default=False)
    taken_at = models.DateTimeField(_("taken in at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)
    new = models.PositiveIntegerField(_("rows that become gifts"), default=0)
    fen = models.PositiveBigIntegerField(_("sum of these, in fen"), default=0)
    known = models.PositiveIntegerField(_("rows that were gifts already"), default=0)
    wrong = models.PositiveIntegerField(_("rows with something wrong"), default=0)
    suspicious = models.PositiveIntegerField(_("rows that look like doubles"), default=0)
    suspicious_fen = models.PositiveBigIntegerField(_("sum of these, in fen"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(given_up_at=None),
                name="giving_file_is_taken_in_or_given_up",
                violation_error_message=_("This file is taken in already."),
            ),
            models.CheckConstraint(
                condition=Q(take_asked_at=None) | Q(read_at__isnull=False, says=""),
                name="giving_file_is_read_before_taken",
                violation_error_message=_("A file is read before it is taken in."),
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(content=None),
                name="giving_taken_keeps_no_file",
                violation_error_message=_("A file that is taken in is forgotten."),
            ),
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(take_asked_at=None),
                name="giving_file_being_taken_is_not_given_up",
                violation_error_message=_("This file is being taken in already."),
            ),
        ]

    def write(self, **values):
        """Change these and nothing else, of a file that is held (`hold_gift_file`)."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    @property
    def is_over(self):
        """Was it taken in, given up or forgotten?"""
        return bool(self.taken_at or self.given_up_at or not self.name)

    @property
    def is_reading(self):
        return not (self.read_at or self.is_over)

    @property
    def is_taking(self):
        return bool(self.take_asked_at) and not self.is_over

    @property
    def share_done(self):
        """Percent of what is under way."""
        return min(99, 100 * self.done // max(self.total, 1))


class FileRow(models.Model):
    """A row of a file of gifts that is no gift, with why; kept until it can be mended no more."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("cannot be read")
        REFUSED = "refused", _("refused")
        DOUBLE = "double", _("looks like a double")

    file = models.ForeignKey(GiftFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line of the file"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    cells = SealedTextField(_("what is written in the row"))
    problems = SealedTextField(_("what is wrong"), blank=True)
    nth = models.PositiveIntegerField(_("which of several equal rows"), default=0)
    like = models.CharField(_("number of the gift it looks like"), max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "line"],
                name="giving_line_of_a_file_once",
                violation_error_message=_("This line is there already."),
            )
        ]
