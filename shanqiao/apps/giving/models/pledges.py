from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person

from .donors import Donor


class Pledge(models.Model):
    """A giver promises to give, once or every month. A promise is no income; what arrives is a gift that names it."""

    class Every(models.TextChoices):
        ONCE = "once", _("once")
        MONTH = "month", _("every month")

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="pledges")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField(_("how much each time"))
    every = models.CharField(_("how often"), max_length=5, choices=Every)
    first_on = models.DateField(_("first on"))
    last_on = models.DateField(_("last on"), null=True, blank=True)
    words = models.CharField(_("what was agreed"), max_length=200, blank=True)
    at = models.DateTimeField(_("promised at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="giving_pledge_of_something",
                violation_error_message=_("A promise is of more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")),
                name="giving_pledge_begins_before_it_ends",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="")
                | Q(ended_on__isnull=False) & ~Q(ended_why=""),
                name="giving_pledge_ends_with_a_reason",
                violation_error_message=_("Say in a few words why."),
            ),
        ]


class Employer(models.Model):
    """An enterprise adds to what its people give to a purse: so many percent, up to a cap a person and year, and in all.

    See Note [What an employer owes].
    """

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="matches")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(_("percent added"))
    person_cap = models.PositiveBigIntegerField(_("at most for one person and year"))
    total_cap = models.PositiveBigIntegerField(_("at most in all"))
    added = models.PositiveBigIntegerField(_("added so far"), default=0)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    agreement = models.CharField(_("number of the written agreement"), max_length=40)
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(added__lte=F("total_cap")),
                name="giving_employer_adds_up_to_the_cap",
                violation_error_message=_("The employer adds no more than was agreed in all."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=1000),
                name="giving_employer_adds_something",
                violation_error_message=_("An employer adds from 1 to 1,000 percent."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")),
                name="giving_employer_begins_before_it_ends",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]


class Employee(models.Model):
    """A giver works for an employer who adds to what they give, of their own will. See rule FR-13."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="employees")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="employed")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "donor"],
                condition=Q(until=None),
                name="giving_employee_once",
                violation_error_message=_("This giver is among the employees already."),
            )
        ]


class EmployeeYear(models.Model):
    """How much an employer added for one giver in one year; the cap of the agreement is held here."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    added = models.PositiveBigIntegerField(_("added so far"), default=0)
    cap = models.PositiveBigIntegerField(_("at most"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "year"],
                name="giving_one_year_of_an_employee",
                violation_error_message=_("This year is counted already."),
            ),
            models.CheckConstraint(
                condition=Q(added__lte=F("cap")),
                name="giving_employer_adds_up_to_the_cap_of_a_person",
                violation_error_message=_("The employer adds no more for this person this year."),
            ),
        ]
