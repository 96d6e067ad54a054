from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

from .donors import Donor
from .pledges import Pledge


class GiftQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not undone."""
        return self.filter(undoing=None)

    def raised_in_public(self):
        """Those that answer an appeal to everybody: on a platform, in a box, or as it was told."""
        return self.filter(Q(in_public=True) | Q(how__in=self.model.PUBLIC))

    def of_funds(self, funds):
        return self.filter(purse__fund__in=funds)


class Gift(models.Model):
    """One gift as it was received: by whom, for which purse, how much, how. A mistake is undone by a row of its own."""

    class How(models.TextChoices):
        CASH = "cash", _("cash, handed over")
        BANK = "bank", _("bank transfer")
        PLATFORM = "platform", _("fundraising platform")
        POINT = "point", _("donation box")
        GOODS = "goods", _("goods")
        SERVICE = "service", _("service")
        HOURS = "hours", _("hours of work")

    PUBLIC = (How.PLATFORM, How.POINT)

    class Wish(models.TextChoices):
        DESIGNATED = "designated", _("for what the giver says")
        POOLED = "pooled", _("for whatever the purse serves")

    key = models.CharField(_("key by which a repeated gift is known"), max_length=80, unique=True)
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("donor")
    )
    purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("purse")
    )
    how = models.CharField(_("how it was given"), max_length=8, choices=How)
    amount = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    wish = models.CharField(_("kind of wish"), max_length=10, choices=Wish)
    wish_words = models.CharField(_("wish of the giver, in words"), max_length=300, blank=True)
    naming = models.CharField(_("name the giver wants on it"), max_length=60, blank=True)
    agreement = models.CharField(_("number of the written agreement"), max_length=40, blank=True)
    in_public = models.BooleanField(_("raised in public"), default=False)
    platform = models.CharField(_("on which platform"), max_length=20, blank=True)
    waives_receipt = models.BooleanField(_("wants no receipt"), default=False)
    reference = models.CharField(_("number at the bank or platform"), max_length=80, blank=True)
    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts"
    )
    posting = models.BigIntegerField(_("movement in the books"), null=True, unique=True)
    on = models.DateField(_("given on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = GiftQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["purse", "-on", "-id"], name="giving_gift_latest"),
            models.Index(fields=["donor", "-on", "-id"], name="giving_gift_of_donor"),
            models.Index(fields=["donor", "on", "amount"], name="giving_gift_alike"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="giving_gift_of_something",
                violation_error_message=_("A gift is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(wish="designated") | ~Q(wish_words=""),
                name="giving_designated_says_for_what",
                violation_error_message=_(
                    "Please write down what the giver wants it to be used for."
                ),
            ),
            models.CheckConstraint(
                condition=Q(platform="") | Q(how="platform"),
                name="giving_platform_of_what_came_by_one",
                violation_error_message=_("Only what came by a platform names one."),
            ),
            models.CheckConstraint(
                condition=Q(unit="fen") | Q(how__in=["goods", "service", "hours"]),
                name="giving_money_is_counted_in_fen",
                violation_error_message=_(
                    "Only goods, services and hours are counted otherwise than in yuan."
                ),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        """The number people write down and ask for."""
        return f"JZ{self.on:%Y}-{self.pk:07d}"


class Undoing(models.Model):
    """A gift was written down by mistake and is taken back, with the reason. The gift stays to be read."""

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="undoing")
    why = models.CharField(_("why it is undone"), max_length=300)
    posting = models.BigIntegerField(_("movement in the books"), null=True, unique=True)
    at = models.DateTimeField(_("undone at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="giving_undoing_says_why",
                violation_error_message=_("Say in a few words why."),
            )
        ]
