from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shanqiao.apps.files.models import Document
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.programmes.models import Template
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.sealing.fields import SealedTextField

from .guards import is_for_medical_costs, is_of_a_standing_bill, pays_no_more_than_the_bill


class Layer(models.IntegerChoices):
    """Who pays before charity, in their order. See Note [Payers in order]."""

    BASIC = 1, _("basic medical insurance")
    SERIOUS = 2, _("serious-illness insurance")
    MEDICAL_AID = 3, _("medical aid")
    COMMERCIAL = 4, _("city supplementary or private insurance")
    ELSEWHERE = 5, _("others: employer, public fundraising, other charities")
    OWN = 6, _("the family itself")


ONLY_COVERED = (Layer.BASIC, Layer.SERIOUS, Layer.MEDICAL_AID)


class IllnessAid(models.Model):
    """Serious-illness aid (大病救助): one need of medical costs whose amount comes from bills and who paid them."""

    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="illness_aid")
    diagnosis = SealedTextField(_("diagnosis"))
    hospital = models.CharField(_("hospital"), max_length=80)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        triggers = [*append_only(), is_for_medical_costs()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(hospital=""),
                name="illness_names_the_hospital",
                violation_error_message=_("Write down the hospital."),
            ),
        ]

    def __str__(self):
        return f"illness aid {self.pk}"


class Consultation(models.Model):
    """Somebody went through the questions of a template with the family; what is advised follows from the answers."""

    aid = models.ForeignKey(IllnessAid, on_delete=models.PROTECT, related_name="consultations")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    answers = SealedTextField(_("answers"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()


class Bill(models.Model):
    """One invoice or settlement sheet of a hospital. It counts once in the whole city; struck out once, by mistake only."""

    aid = models.ForeignKey(IllnessAid, on_delete=models.PROTECT, related_name="bills")
    hospital = models.CharField(_("hospital"), max_length=80)
    number = SealedTextField(_("number of the bill"))
    token = models.CharField(_("token of the number"), max_length=64)
    tail = models.CharField(_("last four places"), max_length=4)
    issued_on = models.DateField(_("issued on"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("handed in at"))
    struck_at = models.DateTimeField(_("struck out at"), null=True, blank=True)
    struck_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_why = models.CharField(_("why struck out"), max_length=200, blank=True)

    class Meta:
        triggers = filled_in_once("is_struck_once", "struck_at", "struck_by_id", "struck_why")
        constraints = [
            models.UniqueConstraint(
                fields=["token"],
                condition=Q(struck_at=None),
                name="illness_each_bill_once",
                violation_error_message=_(
                    "A bill with this number of this hospital was handed in already. Compare the number; a bill counts once in the whole city."
                ),
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_why="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_why=""),
                name="illness_struck_with_a_reason",
                violation_error_message=_("Say why the bill is struck out."),
            ),
        ]

    def __str__(self):
        return f"bill {self.pk}"


class BillLine(models.Model):
    """One line of a bill, and how much of it insurances may pay at all (政策范围内)."""

    class What(models.TextChoices):
        MEDICINE = "medicine", _("medicines")
        MATERIAL = "material", _("materials and implants")
        SURGERY = "surgery", _("operation")
        TREATMENT = "treatment", pgettext_lazy("line of a bill", "treatment")
        EXAMINATION = "examination", _("examinations and tests")
        BED = "bed", _("bed and nursing")
        OTHER = "other", pgettext_lazy("line of a bill", "other")

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    what = models.CharField(_("for what"), max_length=12, choices=What)
    amount = models.PositiveBigIntegerField(_("amount"))  # fen
    covered = models.PositiveBigIntegerField(_("within insurance"))  # fen

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="illness_line_of_something",
                violation_error_message=_("A line of a bill has an amount."),
            ),
            models.CheckConstraint(
                condition=Q(covered__lte=F("amount")),
                name="illness_covered_within_amount",
                violation_error_message=_(
                    "No more of a line is within insurance than the line itself."
                ),
            ),
        ]


class Claim(models.Model):
    """An earlier payer is asked to pay for a bill, and says once how much it pays; it may be asked again later.

    Until it has, what is expected counts as paid where the treatment can wait for it; where it cannot, charity may
    give meanwhile, and is given back what the payer pays later.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="claims")
    layer = models.PositiveSmallIntegerField(_("who pays"), choices=Layer)
    expected = models.PositiveBigIntegerField(_("expected"))  # fen
    can_wait = models.BooleanField(_("the treatment can wait for it"), default=True)
    asked_on = models.DateField(_("asked on"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written down at"))
    paid = models.PositiveBigIntegerField(_("paid"), null=True, blank=True)  # fen
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_words = models.CharField(_("what the decision says"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decision written down at"), null=True, blank=True)

    class Meta:
        triggers = [
            is_of_a_standing_bill(),
            pays_no_more_than_the_bill(),
            *filled_in_once(
                "is_decided_once",
                "decided_at",
                "decided_by_id",
                "decided_on",
                "decided_words",
                "paid",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bill", "layer"],
                condition=Q(decided_at=None),
                name="illness_one_claim_waits",
                violation_error_message=_(
                    "This payer was asked already and has not decided. Write down the decision first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decided_on=None, paid=None)
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    paid__isnull=False,
                ),
                name="illness_decided_with_an_amount",
                violation_error_message=_("Write down how much was paid, and on which day."),
            ),
        ]
