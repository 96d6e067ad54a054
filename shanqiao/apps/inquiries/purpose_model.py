"""What an organisation may ask, and the keys with which it does."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named
from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.sealing.fields import SealedTextField

from .limits import LONGEST, MOST_A_DAY


class Purpose(Named):
    """What one organisation may ask about residents: which kinds of help, for how many days ahead, on which ground.

    It holds only once a second person has approved it.
    """

    class Ground(models.TextChoices):
        CONSENT = "consent", _("the people on its list agreed")
        CONTRACT = "contract", _("an agreement with the city, and its people were told")
        LAW = "law", _("a duty in law")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="purposes",
        verbose_name=_("organisation"),
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind), verbose_name=_("kinds of help")
    )
    days = models.PositiveSmallIntegerField(_("days ahead that count"))
    ground = models.CharField(_("legal ground"), max_length=10, choices=Ground)
    ground_words = models.CharField(_("document and article"), max_length=200)
    contact = models.CharField(_("whom to ask where it is not sure"), max_length=120)
    rows_a_day = models.PositiveIntegerField(_("rows a day"))
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_why = models.CharField(_("why ended"), max_length=200, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="is_not_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="stays_as_approved",
                operation=pgtrigger.UpdateOf(
                    *("name", "name_en", "organisation_id", "kinds", "days", "ground"),
                    *("ground_words", "proposed_by_id", "proposed_at"),
                ),
            ),
            pgtrigger.Protect(
                name="ends_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("proposed_by")),
                name="inquiries_two_people_for_a_purpose",
                violation_error_message=_(
                    "You proposed this purpose, so somebody else approves it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0),
                name="inquiries_purpose_names_kinds",
                violation_error_message=_("Name at least one kind of help."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST),
                name="inquiries_days_within_a_year",
                violation_error_message=_("The days ahead are between 1 and 366."),
            ),
            models.CheckConstraint(
                condition=Q(rows_a_day__gte=1, rows_a_day__lte=MOST_A_DAY),
                name="inquiries_rows_a_day_within_the_most",
                violation_error_message=_("An organisation asks at most 20,000 rows a day."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="inquiries_ended_with_a_reason",
                violation_error_message=_("A purpose is ended together with its reason."),
            ),
        ]


class PurposeKey(models.Model):
    """The right to ask for one purpose until a day. What the organisation holds is worked out anew from ``salt``, never kept.

    See Note [What is kept of a key].
    """

    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="keys")
    salt = SealedTextField(_("salt"))
    secret_digest = models.CharField(_("SHA-256 of the secret"), max_length=64, unique=True)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_why = models.CharField(_("why revoked"), max_length=200, blank=True)
    tokens_made_at = models.DateTimeField(_("tokens of residents made at"), null=True, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="is_not_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="is_revoked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False)
                & pgtrigger.Q(new__revoked_at__df=pgtrigger.F("old__revoked_at")),
            ),
            pgtrigger.Protect(
                name="stays_as_issued",
                operation=pgtrigger.UpdateOf(
                    "purpose_id", "salt", "secret_digest", "issued_by_id", "issued_at", "expires_at"
                ),
            ),
            pgtrigger.Trigger(
                name="only_of_what_two_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM inquiries_purpose
                         WHERE id = NEW.purpose_id AND approved_at IS NOT NULL AND ended_at IS NULL
                    ) THEN
                        RAISE EXCEPTION 'purpose % is not approved', NEW.purpose_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(revoked_at=None),
                name="inquiries_one_key_at_a_time",
                violation_error_message=_("This purpose has a key already; revoke it first."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="inquiries_key_ends_after_it_began",
                violation_error_message=_("A key ends after it was issued."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoked_why="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why=""),
                name="inquiries_revoked_with_a_reason",
                violation_error_message=_("A key is revoked together with its reason."),
            ),
        ]
