import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.books.models import Line
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.giving.models import Donor
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

FIXED = ["purse", "income_purse", "line", "donor", "kind", "name", "unit", "at"]

# Note [A holding has a line of its own]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# What a share is worth is no money: nobody may be promised it. So a holding is booked on a line beside that of its purse,
# from which nothing is given. Its dividends are laid on the line of the purse as they come. When it is sold, what it was
# booked at moves to the line of the purse, fen by fen, so the gift of the share is followed to whom its price helped; a
# gain is new on the line of the purse, a loss ends on the line of the holding. ``value`` is what is free on its line.


class HoldingQuerySet(models.QuerySet):
    def of_funds(self, funds):
        return self.filter(purse__fund__in=funds)

    def still_held(self):
        return self.filter(quantity__gt=0)


class Holding(models.Model):
    """Equity, securities or a right that somebody gave to a purse, or that its money is invested in.

    See Note [A holding has a line of its own]. Source: 慈善法 (2023修正) 第36条.
    """

    class Kind(models.TextChoices):
        EQUITY = "equity", _("equity")
        SECURITIES = "securities", _("securities")
        RIGHTS = "rights", _("income from intellectual property")
        LICENCE = "licence", _("licence of a technology")

    purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, related_name="holdings", verbose_name=_("purse")
    )
    income_purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, related_name="+", verbose_name=_("purse of its income")
    )
    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="holding")
    donor = models.ForeignKey(
        Donor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holdings",
        verbose_name=_("donor"),
    )  # nobody, where the purse's own money was invested
    kind = models.CharField(_("kind of holding"), max_length=10, choices=Kind)
    name = models.CharField(_("what it is"), max_length=120)
    issuer = models.CharField(_("company or owner of the right"), max_length=120, blank=True)
    unit = models.CharField(_("counted in"), max_length=20)
    custodian = models.CharField(_("who keeps it"), max_length=120)
    quantity = models.PositiveBigIntegerField(_("how many are held"))
    cost = models.PositiveBigIntegerField(_("what these were taken over at"))
    value = models.PositiveBigIntegerField(_("what these are booked at"))
    at = models.DateTimeField(_("written down at"))

    objects = HoldingQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="is_not_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="stays_as_given", fields=FIXED),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=0),
                name="holdings_no_more_than_is_held",
                violation_error_message=_("That is more than is held."),
            ),
            models.CheckConstraint(
                condition=Q(value__lte=F("cost")),
                name="holdings_not_above_what_it_was_taken_at",
                violation_error_message=_(
                    "A holding is not booked above what it was taken over at."
                ),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | Q(cost=0, value=0),
                name="holdings_nothing_held_is_worth_nothing",
                violation_error_message=_("What is not held is worth nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit="") & ~Q(custodian=""),
                name="holdings_says_what_and_where",
                violation_error_message=_("Say what it is, how it is counted and who keeps it."),
            ),
        ]

    def __str__(self):
        return self.name


class HoldingEvent(models.Model):
    """Something that happened to a holding, with what was booked for it. Never edited."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        BOUGHT = "bought", _("bought")
        VALUED = "valued", _("valued")
        INCOME = "income", _("income")
        DISPOSED = "disposed", _("sold or given up")

    class Basis(models.TextChoices):
        MARKET = "market", _("price at the market")
        APPRAISER = "appraiser", _("licensed appraiser")
        NET_ASSETS = "net_assets", _("share of the net assets")
        NOMINAL = "nominal", _("one yuan, as a mark")

    class PaidBy(models.TextChoices):
        DONOR = "donor", _("by the giver")
        GIFT = "gift", _("out of the gift")

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what happened"), max_length=8, choices=Kind)
    quantity = models.PositiveBigIntegerField(_("how many"), default=0)
    amount = models.PositiveBigIntegerField(_("worth, income or price"))
    gain = models.BigIntegerField(_("gain, or loss below zero"), default=0)
    basis = models.CharField(_("how it was valued"), max_length=10, choices=Basis, blank=True)
    words = models.CharField(_("by what this is shown"), max_length=200)
    appraisal_cost = models.PositiveBigIntegerField(_("cost of the appraisal"), default=0)
    appraisal_paid = models.CharField(
        _("who paid the appraisal"), max_length=5, choices=PaidBy, blank=True
    )
    postings = ArrayField(
        models.BigIntegerField(), verbose_name=_("movements in the books"), default=list
    )
    key = models.CharField(_("key by which a repeated event is known"), max_length=80, unique=True)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["holding", "on", "id"], name="holdings_event_in_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["holding"],
                condition=Q(kind__in=["received", "bought"]),
                name="holdings_received_once",
                violation_error_message=_("A holding is received or bought once."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="holdings_event_is_shown",
                violation_error_message=_("Say by what this is shown."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["received", "valued"]) & ~Q(basis="")
                | Q(kind__in=["bought", "income", "disposed"], basis=""),
                name="holdings_value_has_a_basis",
                violation_error_message=_("Say how it was valued."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="income") | Q(amount__gt=0),
                name="holdings_income_is_something",
                violation_error_message=_("Income is more than nothing."),
            ),
        ]
