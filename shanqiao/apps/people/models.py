from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.places.models import District, Station
from shanqiao.apps.sealing.fields import SealedTextField


class Person(AbstractUser):
    """Somebody who signs in and works here. Residents and givers are not persons in this sense."""

    name = models.CharField(_("name"), max_length=60)

    def __str__(self):
        return self.name or self.username


class Post(models.Model):
    """A person's place of work and what they may do there, from one day to another.

    Seats at a fund are rows of the funds room.
    """

    class Role(models.TextChoices):
        SOCIAL_WORKER = "social_worker", _("social worker")
        COUNSELLOR = "counsellor", _("counsellor")
        STATION_SUPERVISOR = "station_supervisor", _("supervisor of a station")
        SUPERVISOR = "supervisor", _("supervisor")
        ADJUDICATOR = "adjudicator", _("adjudicator")
        RULE_KEEPER = "rule_keeper", _("rule keeper")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # of an adjudicator; none means the whole city
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["social_worker", "counsellor", "station_supervisor"],
                    station__isnull=False,
                    district=None,
                )
                | models.Q(role__in=["supervisor", "rule_keeper"], station=None, district=None)
                | models.Q(role="adjudicator", station=None),
                name="people_station_for_social_workers",
                violation_error_message=_(
                    "Social workers, counsellors and supervisors of stations work at a station, an adjudicator for a district or the city, a supervisor or a rule keeper for the city."
                ),
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(until=None),
                name="people_one_post_at_a_time",
                violation_error_message=_("This person holds such a post already; end it first."),
            ),
        ]


class DemonstrationSignIn(models.Model):
    """An invented person of a demonstration, whose password is no secret. None exists in a real city."""

    class Desk(models.TextChoices):
        STATION = "station", _("social work station")
        COUNSELLOR = "counsellor", _("station: counsels")
        STATION_SUPERVISOR = "station_supervisor", _("station: guides its workers")
        HANDLER = "handler", _("fund: asks for plans")
        MANAGER = "manager", _("fund: decides")
        CASHIER = "cashier", _("fund: pays")
        SUPERVISOR = "supervisor", _("supervision")
        ADJUDICATOR = "adjudicator", _("one person, one record")
        RULES = "rules", _("rules of the city")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    desk = models.CharField(_("desk"), max_length=20, choices=Desk)
    password = models.CharField(_("password"), max_length=60)


class Draft(models.Model):
    """What somebody has typed into a form and not sent yet, sealed; for them alone, and for some days."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(_("which form"), max_length=60)
    typed = SealedTextField(_("what was typed"))
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form"],
                name="people_one_draft_of_a_form",
                violation_error_message=_("There is a draft of this form already."),
            )
        ]


class Sent(models.Model):
    """A form that arrived: whose, and the key its page carried. What is sent again under the same key changes nothing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    once = models.UUIDField(_("key of the page"))
    said = models.CharField(_("digest of what was sent"), max_length=64)
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "once", "said"],
                name="people_sent_once",
                violation_error_message=_("This was sent already; nothing was written twice."),
            )
        ]
