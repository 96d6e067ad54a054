from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.sealing.fields import SealedTextField

from .referral import Referral


class Capacity(models.Model):
    """Has an organisation or a station places for a kind of need, as of a moment? The latest row counts.

    Four answers, as FHIR SDOH Clinical Care (2026) tells capacity: has, none, a waiting list, to be assessed first.
    """

    class Has(models.TextChoices):
        PLACES = "places", _("has places")
        NONE = "none", _("has no places")
        WAITING = "waiting", _("has a waiting list")
        ASSESSES = "assesses", _("looks at each case first")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="capacities"
    )
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="capacities"
    )
    kind = models.CharField(_("kind of need"), max_length=20, choices=Kind)
    has = models.CharField(_("capacity"), max_length=10, choices=Has)
    places = models.PositiveIntegerField(_("how many places"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    words = models.TextField(_("how it is known"), blank=True)
    told_at = models.DateTimeField(_("as of"))
    told_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(
                fields=["organisation", "kind", "-told_at", "-id"], name="referrals_cap_org"
            ),
            models.Index(
                fields=["station", "kind", "-told_at", "-id"], name="referrals_cap_station"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, station=None)
                | Q(organisation=None, station__isnull=False),
                name="referrals_capacity_is_of_one",
                violation_error_message=_("Say whose places these are."),
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(has="places", places__gt=0),
                name="referrals_places_are_some",
                violation_error_message=_(
                    "A number of places goes with “has places”; where there are none, say so."
                ),
            ),
        ]


class Override(models.Model):
    """Sharing without a consent, since it cannot wait: with the reason, and a second person who agrees.

    Source: 个人信息保护法 第13条第一款(四) (life, health and property of a person in an emergency).
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="overrides")
    whom = models.CharField(_("with whom, as the record names it"), max_length=80)
    why = SealedTextField(_("why it cannot wait for a consent"))
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    agreed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)

    class Meta:
        triggers = filled_in_once("is_agreed_once", "agreed_at", "agreed_by_id")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="referrals_override_agreed_by_somebody",
                violation_error_message=_("Somebody agrees by name."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="referrals_override_needs_two",
                violation_error_message=_(
                    "You asked for this yourself. Nothing was saved; a second person agrees to it."
                ),
            ),
        ]


class ReferralLink(models.Model):
    """A page without an account, for one answer to one referral; of its 256 random bits only a hash is kept."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    token = models.CharField(_("SHA-256 of what is in the address"), max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("open until"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="referrals_link_opens_before_it_ends",
                violation_error_message=_("A page is open for some days."),
            )
        ]


class Escalation(models.Model):
    """The clock found a referral past its day, and put it before one more person; once for a step and a side."""

    class Whom(models.TextChoices):
        SUPERVISOR = "supervisor", _("the supervisor of the station")
        ADDRESSEE = "addressee", _("the next person of the addressee")

    step = models.ForeignKey(
        "referrals.ReferralStep", on_delete=models.PROTECT, related_name="escalations"
    )
    whom = models.CharField(_("before whom"), max_length=10, choices=Whom)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none where the addressee has nobody with an account
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["step", "whom"],
                name="referrals_escalates_once",
                violation_error_message=_("This was put before them already."),
            )
        ]
