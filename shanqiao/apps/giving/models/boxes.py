import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named, Street
from shanqiao.apps.record.models import append_only

from .gifts import Gift

# Note [Two hands on a box]
# ~~~~~~~~~~~~~~~~~~~~~~~~~
# From the seal to the bank no one is alone with the money of a box. Two people seal it; two people open it and look
# at the seal; each of the two counts for themselves and signs a sheet of their own; only two equal sheets of two people
# become a gift. A sheet is never corrected: who counts again signs another. The trigger holds for whoever writes the row.


class DonationPoint(Named):
    """A place where boxes of a fund stand (慈善捐赠站点). Source: rules CF-02, FR-06, FR-07."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="points")
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("where it is"), max_length=120)
    opened_at = models.DateTimeField(_("opened since"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purse", "name"],
                name="giving_point_once",
                violation_error_message=_("There is a donation point of this name already."),
            )
        ]


class Box(models.Model):
    """A donation box (募捐箱) with the number that is painted on it."""

    point = models.ForeignKey(DonationPoint, on_delete=models.PROTECT, related_name="boxes")
    number = models.CharField(_("number on the box"), max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["point", "number"],
                name="giving_box_once",
                violation_error_message=_("A box with this number stands here already."),
            )
        ]

    def __str__(self):
        return self.number


class _ByTwo(models.Model):
    """Something two people did together."""

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    beside = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("second person")
    )

    class Meta:
        abstract = True


def _two(name):
    return models.CheckConstraint(
        condition=~Q(by=F("beside")),
        name=name,
        violation_error_message=_("Two different people are needed."),
    )


class Seal(_ByTwo):
    """A box was closed, empty, with a numbered seal, by two people. It collects until it is opened."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="seals")
    number = models.CharField(_("number of the seal"), max_length=30)

    class Meta:
        triggers = append_only()
        constraints = [
            _two("giving_two_people_seal"),
            models.UniqueConstraint(
                fields=["number"],
                name="giving_seal_used_once",
                violation_error_message=_("A seal with this number was used before."),
            ),
        ]

    def __str__(self):
        return self.number


class Opening(_ByTwo):
    """Two people looked at a seal and opened the box."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, related_name="opening")
    intact = models.BooleanField(_("the seal was whole and bore its number"))
    words = models.CharField(_("what was noticed"), max_length=300, blank=True)

    class Meta:
        triggers = append_only()
        constraints = [
            _two("giving_two_people_open"),
            models.CheckConstraint(
                condition=Q(intact=True) | ~Q(words=""),
                name="giving_broken_seal_is_described",
                violation_error_message=_("Please write down what was wrong with the seal."),
            ),
        ]


FACES = {  # field: fen
    "yuan_100": 10_000,
    "yuan_50": 5_000,
    "yuan_20": 2_000,
    "yuan_10": 1_000,
    "yuan_5": 500,
    "yuan_1": 100,
    "jiao_5": 50,
    "jiao_1": 10,
}


class Sheet(models.Model):
    """What one person counted in an opened box, note by note and coin by coin. See Note [Two hands on a box]."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="sheets")
    yuan_100 = models.PositiveIntegerField(_("100 yuan"), default=0)
    yuan_50 = models.PositiveIntegerField(_("50 yuan"), default=0)
    yuan_20 = models.PositiveIntegerField(_("20 yuan"), default=0)
    yuan_10 = models.PositiveIntegerField(_("10 yuan"), default=0)
    yuan_5 = models.PositiveIntegerField(_("5 yuan"), default=0)
    yuan_1 = models.PositiveIntegerField(_("1 yuan"), default=0)
    jiao_5 = models.PositiveIntegerField(_("5 jiao"), default=0)
    jiao_1 = models.PositiveIntegerField(_("1 jiao"), default=0)
    rest = models.PositiveIntegerField(_("smaller and older money"), default=0)  # fen
    total = models.GeneratedField(
        expression=sum((F(face) * fen for face, fen in FACES.items()), F("rest")),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    odd = models.CharField(_("what cannot be banked"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["opening", "by", "-id"], name="giving_sheet_latest")]

    @property
    def pieces(self):
        """What was counted, to be compared with another sheet."""
        return tuple(getattr(self, face) for face in (*FACES, "rest"))


_EQUAL_AND_BY_TWO = f"""
    IF NOT EXISTS (
        SELECT FROM giving_sheet one JOIN giving_sheet other ON other.opening_id = one.opening_id
        WHERE one.id = NEW.first_id AND other.id = NEW.second_id AND one.opening_id = NEW.opening_id
          AND one.by_id <> other.by_id
          AND ({", ".join(f"one.{face}" for face in (*FACES, "rest"))})
            = ({", ".join(f"other.{face}" for face in (*FACES, "rest"))})
    ) THEN RAISE EXCEPTION 'two equal sheets of two people are needed'; END IF;
    RETURN NEW;
"""


class Tally(models.Model):
    """Two people counted the same; what was in the box is a gift from now on, of nobody known."""

    opening = models.OneToOneField(Opening, on_delete=models.PROTECT, related_name="tally")
    first = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, null=True, related_name="tally")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="two_counted_the_same",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_EQUAL_AND_BY_TWO,
            ),
        ]


class Deposit(models.Model):
    """Cash, of a box or handed over, was paid in at the bank."""

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="deposit")
    slip = models.CharField(_("number of the deposit slip"), max_length=40)
    on = models.DateField(_("paid in on"))
    posting = models.BigIntegerField(_("movement in the books"), null=True, unique=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(slip=""),
                name="giving_deposit_has_a_slip",
                violation_error_message=_("Please write the number of the deposit slip."),
            )
        ]
