from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import knows_who_wrote_it_down, shared_accounts_are_explained


class PayingAccount(models.Model):
    """The account of the host from which a fund pays; the latest one is used."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="paying_accounts")
    holder = models.CharField(_("account holder"), max_length=140)
    number = SealedTextField(_("account number"))
    tail = models.CharField(_("last four places"), max_length=4)
    bank = models.CharField(_("bank"), max_length=80)
    bank_code = models.CharField(_("bank code (CNAPS)"), max_length=12, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("since"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["fund", "-id"], name="paying_account_latest")]


class PayeeQuerySet(models.QuerySet):
    def ready(self):
        """Checked by a second person, and not ended."""
        return self.filter(check_said__agrees=True, end=None)

    def with_shared(self):
        """Whether another resident's account, not ended, is the same one."""
        others = Payee.objects.filter(token=OuterRef("token"), end=None).exclude(
            resident=OuterRef("resident")
        )
        return self.annotate(
            is_shared=Exists(others.filter(resident__isnull=False)) & Q(resident__isnull=False)
        )


class Payee(models.Model):
    """An account to which a fund pays: the resident's own, that of somebody they named, or a vendor's.

    The number is sealed; the last four places are shown. See Note [Checked by a second person].
    """

    class Whose(models.TextChoices):
        OWN = "own", _("the resident's own")
        NAMED = "named", _("somebody whom the resident named")
        VENDOR = "vendor", _("a hospital, school or shop")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="payees")
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    whose = models.CharField(_("whose account"), max_length=8, choices=Whose)
    holder = SealedTextField(_("account holder"))
    number = SealedTextField(_("account number"))
    token = models.CharField(_("token of the account number"), max_length=64)
    tail = models.CharField(_("last four places"), max_length=4)
    is_card = models.BooleanField(_("a card number whose check digit fits"))
    name_agrees = models.BooleanField(_("the holder is called like the resident"))
    bank = models.CharField(_("bank"), max_length=80)
    bank_code = models.CharField(_("bank code (CNAPS)"), max_length=12, blank=True)
    why = SealedTextField(_("why this account"), blank=True)
    shared_why = models.CharField(
        _("why another resident has the same account"), max_length=200, blank=True
    )
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("written down at"))

    objects = PayeeQuerySet.as_manager()

    class Meta:
        triggers = [*append_only(), shared_accounts_are_explained()]
        indexes = [
            models.Index(fields=["token"], name="paying_payee_by_token"),
            models.Index(fields=["fund", "resident", "-id"], name="paying_payee_of_resident"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(whose="vendor", resident=None)
                | ~Q(whose="vendor") & Q(resident__isnull=False),
                name="paying_vendor_or_resident",
                violation_error_message=_(
                    "A vendor's account is for all residents, any other for one."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(whose="own") | Q(name_agrees=True),
                name="paying_own_account_in_own_name",
                violation_error_message=_(
                    "The holder is called otherwise than the resident. If the resident named somebody, choose that and say why."
                ),
            ),
            models.CheckConstraint(
                condition=Q(bank_code="") | Q(bank_code__regex=r"^\d{12}$"),
                name="paying_bank_code_of_twelve",
                violation_error_message=_("A bank code (CNAPS) has twelve digits."),
            ),
        ]


class PayeeCheck(models.Model):
    """A second person compared an account with its paper, and says whether it is right."""

    payee = models.OneToOneField(Payee, on_delete=models.PROTECT, related_name="check_said")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("agrees"))
    words = models.CharField(_("in words"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("checked at"))

    class Meta:
        triggers = [*append_only(), knows_who_wrote_it_down()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("entered_by")),
                name="paying_checked_by_another",
                violation_error_message=_(
                    "You wrote this account down, so somebody else checks it."
                ),
            ),
        ]


class PayeeEnd(models.Model):
    """An account is used no longer."""

    payee = models.OneToOneField(Payee, on_delete=models.PROTECT, related_name="end")
    why = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ended at"))

    class Meta:
        triggers = append_only()
