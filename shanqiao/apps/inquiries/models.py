import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.residents.models import Resident

from .limits import MOST_A_DAY
from .purpose_model import Purpose as Purpose
from .purpose_model import PurposeKey as PurposeKey


class ResidentTokens(models.Model):
    """The tokens of one resident under one key; gone with the key."""

    key = models.ForeignKey(PurposeKey, on_delete=models.PROTECT, related_name="tokens")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    tokens = ArrayField(models.BigIntegerField(), verbose_name=_("tokens, 0 where none"))
    facts = models.CharField(_("token of what they are made of"), max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "resident"],
                name="inquiries_tokens_once",
                violation_error_message=_("This resident has tokens under this key already."),
            )
        ]
        indexes = [
            GinIndex(
                Func(F("tokens"), template="array_remove(%(expressions)s, 0::bigint)"),
                name="inquiries_by_token",
            )
        ]


class DayOfAsking(models.Model):
    """How much one organisation asked on one day; the limit is held here, however many ask at once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    rows = models.PositiveIntegerField(_("rows asked"), default=0)
    bare_misses = models.PositiveIntegerField(
        _("numbers without a name that are nobody's"), default=0
    )
    refused = models.PositiveIntegerField(_("questions refused"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day"],
                name="inquiries_one_count_a_day",
                violation_error_message=_("This day is counted already."),
            ),
            models.CheckConstraint(
                condition=Q(rows__lte=MOST_A_DAY),
                name="inquiries_most_a_day",
                violation_error_message=_("An organisation asks at most 20,000 rows a day."),
            ),
        ]


class Inquiry(models.Model):
    """One question of an organisation about the people of its list, sent as tokens; answered whole, or refused whole."""

    class Refused(models.TextChoices):
        LIMIT = "limit", _("more rows than are allowed on one day")
        ENUMERATION = "enumeration", _("looks like trying out numbers")

    key = models.ForeignKey(PurposeKey, on_delete=models.PROTECT, related_name="inquiries")
    batch = models.UUIDField(_("name given by the organisation"))
    digest = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    known = models.PositiveIntegerField(_("rows about a resident"), default=0)
    doubtful = models.PositiveIntegerField(_("rows that may be about a resident"), default=0)
    bare = models.PositiveIntegerField(_("rows with a number and no name"), default=0)
    refused = models.CharField(
        _("why refused"), max_length=12, choices=Refused, blank=True, default=""
    )
    asked_at = models.DateTimeField(_("asked at"))
    forget_at = models.DateTimeField(_("answers end at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["-asked_at", "-id"], name="inquiries_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "batch"],
                condition=Q(refused=""),
                name="inquiries_answered_once",
                violation_error_message=_("This question was answered already."),
            )
        ]


class InquiryRow(models.Model):
    """The answer to one row: a class, and nothing else. Rows about nobody go when the answer ends."""

    class Answer(models.TextChoices):
        NO = "no", _("not covered")
        PARTLY = "partly", _("partly covered")
        FULLY = "fully", _("fully covered")
        ASK = "ask", _("please ask the contact")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    row = models.PositiveIntegerField(_("row number of the organisation"))
    answer = models.CharField(_("answer"), max_length=6, choices=Answer)

    class Meta:
        triggers = [pgtrigger.Protect(name="stays_as_answered", operation=pgtrigger.Update)]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "row"],
                name="inquiries_row_once",
                violation_error_message=_("This row was answered already."),
            )
        ]


class AskedAbout(models.Model):
    """A row was about this resident, or may have been. On the resident's sheet for as long as the sheet is."""

    row = models.ForeignKey(InquiryRow, on_delete=models.PROTECT, related_name="about")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    sure = models.BooleanField(_("surely about this resident"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["row", "resident"],
                name="inquiries_about_once",
                violation_error_message=_("This row is on the resident's sheet already."),
            )
        ]

    @property
    def purpose(self):
        """For what it was asked."""
        return self.row.inquiry.key.purpose
