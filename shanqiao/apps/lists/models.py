"""Lists of people that stations take in: the file, and what came of each of its rows."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField

from .handed_in import HandedIn

COLUMNS = ("name", "gender", "id_no", "dob", "phone", "station_street", "address")  # of a list
MOST_DOUBLES = 20  # percent of the rows; more, and somebody has to say why it is right all the same
FEW = 10  # rows; fewer doubles stop nobody


class PeopleList(HandedIn):
    """A list of people as a station handed it in."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="lists")
    doubles = models.PositiveIntegerField(_("rows that are doubles or known"), default=0)
    allowed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    allowed_at = models.DateTimeField(_("so many doubles allowed at"), null=True)
    allowed_why = SealedTextField(_("why so many doubles are right"), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["station", "-handed_in_at"], name="lists_latest_of_station")
        ]
        constraints = [
            *HandedIn.Meta.constraints,
            models.UniqueConstraint(
                fields=["station", "digest"],
                condition=Q(given_up_at=None, undone_at=None, forgotten_at=None),
                name="lists_same_file_once",
                violation_error_message=_("Your station has handed in this file already."),
            ),
            models.CheckConstraint(
                condition=Q(take_asked_at=None)
                | Q(allowed_at__isnull=False)
                | Q(doubles__lt=FEW)
                | Q(doubles__lte=F("total") * MOST_DOUBLES / 100),
                name="lists_not_too_many_doubles",
                violation_error_message=_(
                    "Too many rows are doubles or known. Say first why that is right."
                ),
            ),
        ]

    @property
    def is_stopped(self):
        """Are so many rows doubles or known that somebody has to say why that is right?"""
        return not self.allowed_at and has_too_many(self.doubles, self.total)


class ListRow(models.Model):
    """One row of a list: what is written in it, what the comparison said, and who it became."""

    class Answer(models.TextChoices):
        NEW = "new", _("new")
        HERE = "here", _("known at your station")
        ELSEWHERE = "elsewhere", _("registered elsewhere")
        PERHAPS = "perhaps", _("perhaps known")
        AGAIN = "again", _("on the list twice")
        MAYBE_AGAIN = "maybe_again", _("perhaps on the list twice")
        WRONG = "wrong", _("something is wrong")

    class Became(models.TextChoices):
        REGISTERED = "registered", _("registered")
        LINKED = "linked", _("linked to a resident")
        SKIPPED = "skipped", _("skipped: taken with an earlier line")
        LEFT_OUT = "left_out", _("left out")

    people_list = models.ForeignKey(PeopleList, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line of the file"))
    cells = SealedTextField(_("what is written in the row"), blank=True)
    problems = SealedTextField(_("what is wrong, without what it says of a person"), blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    same_as = models.PositiveIntegerField(_("the earlier line it repeats"), null=True)
    match = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("match")
    )
    probability = models.FloatField(_("that it is the match"), null=True)
    asks = models.BooleanField(_("an adjudicator is asked"), default=True)
    became = models.CharField(_("what came of it"), max_length=10, choices=Became, blank=True)
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("resident")
    )

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="stays_who_it_became",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__became__gt="")
                & (
                    pgtrigger.Q(old__became__df=pgtrigger.F("new__became"))
                    | pgtrigger.Q(old__resident__df=pgtrigger.F("new__resident"))
                ),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["people_list", "line"],
                name="lists_line_once",
                violation_error_message=_("This line is there already."),
            ),
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(became="registered"),
                name="lists_registered_once",
                violation_error_message=_("A resident is registered from one row."),
            ),
            models.CheckConstraint(
                condition=Q(became__in=["registered", "linked"], resident__isnull=False)
                | Q(became__in=["", "skipped", "left_out"], resident=None),
                name="lists_became_somebody",
                violation_error_message=_("A row that was taken in knows the resident."),
            ),
        ]


def has_too_many(doubles, total):
    """Whether so many of so many rows being doubles or known stops a list."""
    return doubles >= FEW and doubles * 100 > total * MOST_DOUBLES
