"""What is agreed in writing with givers, and events whose proceeds were promised."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.models import Document
from shanqiao.apps.funds.models import Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only

from .donors import Donor
from .gifts import Gift

TERMS = ("number", "kind", "quantity", "quality", "use", "delivery")


class AgreementWish(models.Model):
    """A giver asks for a written agreement, about a gift or what is still to come. Source: rule DN-07."""

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="agreement_wishes")
    gift = models.OneToOneField(
        Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="agreement_wish"
    )
    asked_on = models.DateField(_("asked on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = append_only()


class DonationAgreement(models.Model):
    """A written agreement with a giver, on file: whose names, what, how much, how good, what for, when. Source: 慈善法 第39条.

    Its parties are the donor and the charity to which the donor is known.
    """

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="written_agreements")
    wish = models.OneToOneField(
        AgreementWish, on_delete=models.PROTECT, null=True, blank=True, related_name="agreement"
    )
    number = models.CharField(_("number of the written agreement"), max_length=40)
    kind = models.CharField(_("what is given"), max_length=120)
    quantity = models.CharField(_("how much"), max_length=120)
    quality = models.CharField(_("of which quality"), max_length=120)
    use = models.CharField(_("for what use"), max_length=300)
    delivery = models.CharField(_("when and how it is handed over"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "number"],
                name="giving_agreement_once",
                violation_error_message=_("An agreement of this number is on file already."),
            ),
            models.CheckConstraint(
                condition=~Q(number="")
                & ~Q(kind="")
                & ~Q(quantity="")
                & ~Q(quality="")
                & ~Q(use="")
                & ~Q(delivery=""),
                name="giving_agreement_says_everything",
                violation_error_message=_(
                    "An agreement says what is given, how much, of which quality, for what use, and when."
                ),
            ),
        ]

    def __str__(self):
        return self.number


class CharityEvent(models.Model):
    """A sale, a show, a match whose organiser promised the proceeds, or part of them, in writing. Source: 慈善法 第37条 (DN-10)."""

    class Kind(models.TextChoices):
        SALE = "sale", _("charity sale")
        AUCTION = "auction", _("charity auction")
        SHOW = "show", _("charity show")
        MATCH = "match", _("charity match")
        OTHER = "other", _("other event")

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="events")
    agreement = models.OneToOneField(
        DonationAgreement, on_delete=models.PROTECT, related_name="event"
    )
    agreed_on = models.DateField(_("agreed on"))  # that of the agreement
    kind = models.CharField(_("kind of event"), max_length=8, choices=Kind)
    name = models.CharField(_("name of the event"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_on__lte=F("starts_on")),
                name="giving_agreed_before_the_event",
                violation_error_message=_("The agreement is signed before the event begins."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="giving_event_begins_before_it_ends",
                violation_error_message=_("An event begins before it ends."),
            ),
        ]

    def __str__(self):
        return self.name


class EventResult(models.Model):
    """What came of an event, published: what it brought, and the gift that was given of it."""

    event = models.OneToOneField(CharityEvent, on_delete=models.PROTECT, related_name="result")
    brought = models.PositiveBigIntegerField(_("what the event brought"))  # fen
    gift = models.OneToOneField(
        Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="of_event"
    )
    words = models.CharField(_("in words"), max_length=300, blank=True)
    at = models.DateTimeField(_("published at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(gift__isnull=False) | ~Q(words=""),
                name="giving_event_without_a_gift_says_why",
                violation_error_message=_("Nothing was given: please say why."),
            )
        ]
