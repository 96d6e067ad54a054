from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.giving.models import Donor
from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Named
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation


class Trust(Named):
    """A charitable trust (慈善信托) as it was signed. What changed since stands in its changes.

    Its property is what one purse holds, so that what it distributes is found and covered like any other help.
    Source: 慈善法 (2023修正) 第44至50条.
    """

    class Purpose(models.TextChoices):
        POVERTY = "poverty", _("help in poverty and hardship")
        CARE = "care", _("the old, orphans, the ill, the disabled, families of soldiers")
        DISASTER = "disaster", _("disasters, accidents, public health")
        CULTURE = "culture", _("education, science, culture, health, sport")
        NATURE = "nature", _("environment")
        OTHER = "other", _("other charity")

    settlor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="trusts", verbose_name=_("settlor")
    )
    trustee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="trusts", verbose_name=_("trustee")
    )
    purse = models.OneToOneField(
        Purse, on_delete=models.PROTECT, related_name="trust", verbose_name=_("purse")
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    beneficiaries = models.CharField(_("whom it is for"), max_length=300)
    supervisor = models.CharField(_("trust supervisor"), max_length=120, blank=True)
    signed_on = models.DateField(_("signed on"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"^.+[0-9]{4}.*慈善信托$"),
                name="trusts_name_in_its_order",
                violation_error_message=_(
                    "The name of a trust is brand, year, purpose and 慈善信托, in this order."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(beneficiaries=""),
                name="trusts_says_whom_it_is_for",
                violation_error_message=_("Say whom the trust is for."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=models.F("signed_on")),
                name="trusts_signed_before_it_ends",
                violation_error_message=_("A trust is signed before it ends."),
            ),
        ]


class TrustChange(models.Model):
    """Something about a trust that is filed with civil affairs: its signing, a change, its end."""

    class Kind(models.TextChoices):
        SIGNED = "signed", _("signed")
        TRUSTEE = "trustee", _("trustee")
        SUPERVISOR = "supervisor", _("trust supervisor")
        BENEFICIARIES = "beneficiaries", _("whom it is for")
        TERM = "term", _("how long it lasts")
        OTHER = "other", _("another item that was filed")
        ENDED = "ended", _("ended")

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("what changed"), max_length=13, choices=Kind)
    now_is = models.CharField(_("what holds now"), max_length=300, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)
    on = models.DateField(_("since"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "kind"],
                condition=Q(kind__in=["signed", "ended"]),
                name="trusts_begins_and_ends_once",
                violation_error_message=_("This trust has ended already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["signed", "ended"]) | ~Q(now_is=""),
                name="trusts_change_says_what_holds",
                violation_error_message=_("Say what holds now."),
            ),
        ]


class TrustFiling(models.Model):
    """A change was filed with civil affairs (备案), under the number of its receipt."""

    change = models.OneToOneField(TrustChange, on_delete=models.PROTECT, related_name="filing")
    number = models.CharField(_("number of the receipt"), max_length=60)
    on = models.DateField(_("filed on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(number=""),
                name="trusts_filing_has_a_number",
                violation_error_message=_("Write down the number of the receipt."),
            )
        ]


class TrustPublication(models.Model):
    """A filed change was published."""

    change = models.OneToOneField(TrustChange, on_delete=models.PROTECT, related_name="publication")
    where = models.CharField(_("where it can be read"), max_length=300)
    on = models.DateField(_("published on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(where=""),
                name="trusts_publication_says_where",
                violation_error_message=_("Say where it can be read."),
            )
        ]


class TrustReport(models.Model):
    """How the trust was managed and what it holds, told once a year to civil affairs and to the public."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    held = models.BigIntegerField(_("what it held at the end of the year"))
    given = models.BigIntegerField(_("what it gave in the year"))
    where = models.CharField(_("where it can be read"), max_length=300)
    on = models.DateField(_("reported and published on"))
    at = models.DateTimeField(_("written down at"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "year"],
                name="trusts_one_report_a_year",
                violation_error_message=_("The report of this year is written down already."),
            ),
            models.CheckConstraint(
                condition=~Q(where=""),
                name="trusts_report_says_where",
                violation_error_message=_("Say where it can be read."),
            ),
        ]
