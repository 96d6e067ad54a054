from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.books.models import Line, Posting
from shanqiao.apps.needs.kinds import Kind, Unit
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named, Street
from shanqiao.apps.registry.models import Organisation


class PurseManager(models.Manager):
    """A purse comes with its line, so that what it holds is not asked for one by one."""

    def get_queryset(self):
        return super().get_queryset().select_related("line")


class FundQuerySet(models.QuerySet):
    def seating(self, person, *roles):
        seats = Q(seats__person=person, seats__until=None)
        return self.filter(seats & Q(seats__role__in=roles) if roles else seats).distinct()


class Fund(Named):
    """Who decides about a gift: a community fund, a charity's project, an enterprise's programme.

    It is no legal person; its property is booked with its host. Source: rules CF-01, FR-08.
    """

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("community fund")
        PROGRAMME = "programme", _("programme of a charity")
        ENTERPRISE = "enterprise", _("caring enterprise")
        VOLUNTEERS = "volunteers", _("volunteer group")

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="funds", verbose_name=_("host")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FundQuerySet.as_manager()


class Seat(models.Model):
    """What a person may do for a fund. Three seats, three people: who proposes, who decides, who pays."""

    class Role(models.TextChoices):
        PROPOSES = "proposes", _("handler")
        DECIDES = "decides", _("fund manager")
        PAYS = "pays", _("cashier")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "person"],
                condition=Q(until=None),
                name="funds_one_seat_for_a_person",
                violation_error_message=_(
                    "This person has a seat at this fund already; end it first."
                ),
            )
        ]


class Purse(models.Model):
    """What a fund has to give under one set of givers' conditions, in one unit.

    What it received, promised and gave stands in the books, on its line; see Note [A line of fen].
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="purses")
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="purse")
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind), verbose_name=_("for which kinds")
    )
    item = models.CharField(_("which goods"), max_length=60, blank=True)
    streets = ArrayField(
        models.CharField(max_length=9),
        verbose_name=_("for which streets"),
        default=list,
        blank=True,
    )
    home = models.ForeignKey(
        Street, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    eligible = models.TextField(_("for whom"), blank=True)
    person_cap = models.PositiveBigIntegerField(_("at most for one person"), null=True, blank=True)
    reserved_share = models.PositiveSmallIntegerField(_("reserved share, percent"), default=0)
    reserved_for = models.TextField(_("reserved for whom"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    objects = PurseManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_to")),
                name="funds_valid_from_before_to",
                violation_error_message=_("The conditions begin before they end."),
            ),
            models.CheckConstraint(
                condition=Q(reserved_share__lte=100),
                name="funds_reserved_share_to_100",
                violation_error_message=_("A reserved share runs from 0 to 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0),
                name="funds_purse_serves_some_kind",
                violation_error_message=_("Say for which kinds of need this may be used."),
            ),
        ]

    def __str__(self):
        return f"purse {self.pk}"

    @property
    def label(self):
        """Its name in the language of the page."""
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en

    @property
    def received(self):
        return self.line.received

    @property
    def promised(self):
        return self.line.held

    @property
    def given(self):
        return self.line.given

    @property
    def free(self):
        return self.line.free


class Pause(models.Model):
    """A fund holds a purse back for some days, with its reason; nothing is proposed from it meanwhile."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateTimeField(_("since"))
    until_on = models.DateField(_("until"))
    why = models.TextField(_("why"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early at"), null=True, blank=True)


class Movement(models.Model):
    """What a movement of the books, or a promise, does to a purse; read from there, written nowhere else."""

    class Account(models.TextChoices):
        GIVERS = "givers", _("the givers")
        FREE = "free", _("free")
        PROMISED = "promised", _("promised")
        GIVEN = "given", _("given")
        INVESTED = "invested", _("investments")
        PURSES = "purses", _("other purses")
        MANAGEMENT = "management", _("management")
        RAISING = "raising", _("raising money")
        PROPERTY = "property", _("income from property")

    id = models.CharField(primary_key=True, max_length=24)
    purse = models.ForeignKey(
        Purse, on_delete=models.DO_NOTHING, related_name="movements", db_constraint=False
    )
    posting = models.ForeignKey(
        Posting, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    out_of = models.CharField(_("out of"), max_length=10, choices=Account)
    into = models.CharField(_("into"), max_length=10, choices=Account)
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    about = models.CharField(_("about"), max_length=80)
    on = models.DateField(_("effective on"))
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        managed = False
        db_table = "funds_movement"
