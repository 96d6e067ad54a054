"""What was done for residents before their station worked with shanqiao, as its old lists say; and those lists."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.cases.models import Case
from shanqiao.apps.cases.models import Kind as ContactKind
from shanqiao.apps.lists.handed_in import HandedIn
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField


class EarlierList(HandedIn):
    """An old list of a station, of cases or of contacts, as it was handed in."""

    class Kind(models.TextChoices):
        CASES = "cases", _("cases")
        CONTACTS = "contacts", _("contacts")

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("of what"), max_length=8, choices=Kind)
    by_name = models.BooleanField(_("with those found by their name alone"), default=False)

    class Meta:
        indexes = [
            models.Index(fields=["station", "-handed_in_at"], name="earlier_latest_of_station")
        ]
        constraints = [
            *HandedIn.Meta.constraints,
            models.UniqueConstraint(
                fields=["station", "kind", "digest"],
                condition=Q(taken_at=None, given_up_at=None, undone_at=None, forgotten_at=None),
                name="earlier_same_file_once",
                violation_error_message=_("Your station has handed in this file already."),
            ),
        ]


class EarlierRow(models.Model):
    """One row of an old list: what is written in it, whom it is about, what will come of it, and what did."""

    class Answer(models.TextChoices):
        OPENS = "opens", _("opens a case")
        TIED = "tied", _("goes to a case that is open")
        KEPT = "kept", _("is kept as it was")
        KNOWN = "known", _("taken in before")
        AGAIN = "again", _("on the list twice")
        WRONG = "wrong", _("something is wrong")

    class Became(models.TextChoices):
        OPENED = "opened", _("a case was opened")
        TIED = "tied", _("went to the case that was open")
        KEPT = "kept", _("kept as it was")
        SKIPPED = "skipped", _("skipped: there already")
        LEFT_OUT = "left_out", _("left out")

    earlier_list = models.ForeignKey(EarlierList, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line of the file"))
    cells = SealedTextField(_("what is written in the row"), blank=True)
    problems = SealedTextField(_("what is wrong, without what it says of a person"), blank=True)
    answer = models.CharField(_("what will come of it"), max_length=6, choices=Answer)
    same_as = models.PositiveIntegerField(_("the earlier line it repeats"), null=True)
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("resident")
    )
    by_name = models.BooleanField(_("found by the name alone"), default=False)
    became = models.CharField(_("what came of it"), max_length=8, choices=Became, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="stays_what_it_became",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__became__gt="")
                & pgtrigger.Q(old__became__df=pgtrigger.F("new__became")),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier_list", "line"],
                name="earlier_line_once",
                violation_error_message=_("This line is there already."),
            ),
            models.CheckConstraint(
                condition=Q(became__in=["", "left_out"]) | Q(resident__isnull=False),
                name="earlier_became_of_somebody",
                violation_error_message=_("A row that was taken in knows the resident."),
            ),
        ]


# Note [The same row comes once]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Stations keep one workbook for years and hand it in again with the rows of the next month. So what makes a row itself is
# kept with it as a token under the city's key, its mark: of a case the person, the day and the number; of a contact the
# person, the day, the kind and the words. A mark is there once at a station, and is free again when its list is undone.
# The person is the first of their records; where records were made one since, the marks of all of them are asked.


class OfALine(models.Model):
    """What every row of before has. See Note [The same row comes once]."""

    earlier_list = models.ForeignKey(
        EarlierList, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    line = models.PositiveIntegerField(_("line of the file"))
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="%(class)ss")
    worker_name = SealedTextField(_("who worked on it"), blank=True)
    words = SealedTextField(_("in words"), blank=True)
    mark = models.CharField(_("what makes it itself, as a token"), max_length=64)
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        abstract = True
        triggers = filled_in_once("changes_once", "undone_at")
        constraints = [
            models.UniqueConstraint(
                fields=["station", "mark"],
                condition=Q(undone_at=None),
                name="%(class)s_once_at_a_station",
                violation_error_message=_("Your station has taken in this row already."),
            ),
            models.UniqueConstraint(
                fields=["earlier_list", "line"],
                name="%(class)s_once_of_a_line",
                violation_error_message=_("This line was taken in already."),
            ),
        ]


class EarlierCase(OfALine):
    """A case of before, as the old list has it. One that was still open has a case of today."""

    number = models.CharField(_("number in the old list"), max_length=60, blank=True)
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"), null=True)
    problem = SealedTextField(_("kind of problem"), blank=True)
    ended_why = SealedTextField(_("why it ended"), blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="earlier")
    opened = models.BooleanField(_("the case was opened by this row"), default=False)

    class Meta(OfALine.Meta):
        indexes = [models.Index(fields=["resident", "station"], name="earlier_case_of_resident")]
        constraints = [
            *OfALine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="earlier_case_begins_before_it_ends",
                violation_error_message=_("A case begins before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(case=None, opened=False) | Q(case__isnull=False, ended_on=None),
                name="earlier_case_open_or_ended",
                violation_error_message=_("A case of before that had ended is no case of today."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(opened=True),
                name="earlier_case_opened_once",
                violation_error_message=_("This case was opened by another row."),
            ),
        ]


class EarlierContact(OfALine):
    """A contact of before, as the old list has it."""

    done_on = models.DateField(_("on"))
    kind = models.CharField(_("what"), max_length=10, choices=ContactKind)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)

    class Meta(OfALine.Meta):
        indexes = [models.Index(fields=["resident", "station"], name="earlier_contact_of_resident")]
        constraints = [
            *OfALine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 1440)),
                name="earlier_contact_minutes",
                violation_error_message=_("A contact of before takes between 1 minute and a day."),
            ),
        ]
