from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind, Unit
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named, Street
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation


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

    ``promised`` and ``given`` never exceed ``received``; see Note [Need before purse].
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="purses")
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
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
    received = models.PositiveBigIntegerField(_("received"), default=0)
    promised = models.PositiveBigIntegerField(_("promised"), default=0)
    given = models.PositiveBigIntegerField(_("given"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promised__lte=F("received") - F("given")),
                name="funds_promise_only_what_is_there",
                violation_error_message=_("This fund has not enough left for that."),
            ),
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
    def free(self):
        return self.received - self.promised - self.given


class Pause(models.Model):
    """A fund holds a purse back for some days, with its reason; nothing is proposed from it meanwhile."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateTimeField(_("since"))
    until_on = models.DateField(_("until"))
    why = models.TextField(_("why"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early at"), null=True, blank=True)


class Posting(models.Model):
    """One movement of a quantity from one account of a purse to another. Balanced by its shape; never edited."""

    class Account(models.TextChoices):
        GIVERS = "givers", _("the givers")
        FREE = "free", _("free")
        PROMISED = "promised", _("promised")
        GIVEN = "given", _("given")

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="postings")
    out_of = models.CharField(_("out of"), max_length=10, choices=Account)
    into = models.CharField(_("into"), max_length=10, choices=Account)
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    about = models.CharField(_("about"), max_length=80)
    key = models.CharField(
        _("key by which a repeated movement is known"), max_length=80, unique=True
    )
    on = models.DateField(_("effective on"))
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["purse", "-at", "-id"], name="funds_posting_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="funds_posting_moves_something",
                violation_error_message=_("A movement moves something."),
            ),
            models.CheckConstraint(
                condition=~Q(out_of=F("into")),
                name="funds_posting_goes_somewhere",
                violation_error_message=_("A movement goes from one account to another."),
            ),
        ]
