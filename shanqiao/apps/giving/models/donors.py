from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.registry.models import Organisation
from shanqiao.apps.sealing.fields import SealedTextField


class Donor(models.Model):
    """Somebody who gives to a host charity (捐赠人): a person, an enterprise, or nobody known.

    Each host knows its own donors. All gifts of which nobody knows the giver belong to the one donor
    of the host whose kind is anonymous.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("natural person")
        ENTERPRISE = "enterprise", _("enterprise or organisation")
        ANONYMOUS = "anonymous", _("nobody known")

    class Shown(models.TextChoices):
        NAMED = "named", _("with the name")
        NAMELESS = "nameless", _("without a name")

    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="donors")
    kind = models.CharField(_("kind of donor"), max_length=10, choices=Kind)
    name = models.CharField(_("name of the donor"), max_length=120, blank=True)
    search_key = models.CharField(max_length=600, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    phone = SealedTextField(_("telephone"), blank=True)
    phone_token = models.CharField(_("token of the telephone"), max_length=64, blank=True)
    phone_tail = models.CharField(_("token of its last four digits"), max_length=64, blank=True)
    shown = models.CharField(_("how they want to be shown"), max_length=8, choices=Shown)
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        indexes = [
            models.Index(fields=["host", "phone_token"], name="giving_donor_by_phone"),
            models.Index(fields=["host", "name"], name="giving_donor_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="anonymous", name="", uscc="", phone_token="")
                | Q(kind="person", uscc="") & ~Q(name="")
                | Q(kind="enterprise") & ~Q(name=""),
                name="giving_donor_is_what_it_says",
                violation_error_message=_(
                    "A donor has a name, unless nobody knows who it is; only an enterprise has a credit code."
                ),
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(kind="anonymous"),
                name="giving_one_unknown_donor_of_a_host",
                violation_error_message=_("The donor nobody knows is there already."),
            ),
            models.UniqueConstraint(
                fields=["host", "uscc"],
                condition=~Q(uscc=""),
                name="giving_enterprise_once",
                violation_error_message=_(
                    "An enterprise with this code is among the donors already."
                ),
            ),
            models.UniqueConstraint(
                fields=["host", "phone_token", "name"],
                condition=~Q(phone_token=""),
                name="giving_person_once",
                violation_error_message=_("A donor of this name and telephone is there already."),
            ),
        ]

    def __str__(self):
        return self.name or gettext("unknown giver")

    @property
    def public_name(self):
        """As it may be published: without the name of those who do not want it."""
        return (
            self.name if self.name and self.shown == self.Shown.NAMED else gettext("a kind giver")
        )
