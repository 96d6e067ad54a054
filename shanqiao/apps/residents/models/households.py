from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Street
from shanqiao.apps.record.ranges import only
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import not_for_the_dead
from .resident import Resident

# Note [One household a day]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# Two stations may put one person into two households at the same moment, or write down last year's household over this
# year's. An exclusion constraint refuses both: no two rows of one resident whose days overlap. It compares the resident
# as a range of one number: comparing plain numbers there needs the extension btree_gist, and whoever keeps a city's
# database may not let us install one.
_DAYS = Func(
    F("since"), F("until"), Value("[)"), function="daterange", output_field=DateRangeField()
)


class Household(models.Model):
    """People who live together and share what they have (共同生活家庭成员), from a day to a day."""

    address = SealedTextField(_("shared address"), blank=True)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    phone = SealedTextField(_("shared phone"), blank=True)
    began_on = models.DateField(_("began on"))
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"))
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("began_on")),
                name="residents_household_ends_after_it_began",
                violation_error_message=_("A household is dissolved after it began."),
            ),
        ]

    def __str__(self):
        return f"household {self.pk}"


class Membership(models.Model):
    """A resident belongs to a household and is something to its head, from a day until before another.

    Source: the relations of GB/T 4761-2008 (家庭关系代码), its main classes.
    """

    class Relation(models.TextChoices):
        HEAD = "head", _("head of the household")
        SPOUSE = "spouse", _("husband or wife")
        CHILD = "child", _("son or daughter")
        GRANDCHILD = "grandchild", _("grandchild")
        PARENT = "parent", _("father or mother")
        GRANDPARENT = "grandparent", _("grandparent")
        SIBLING = "sibling", _("brother or sister")
        KIN = "kin", _("other relative")
        NO_KIN = "no_kin", _("not related")
        NOT_SAID = "not_said", _("not said")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(_("relation to the head"), max_length=12, choices=Relation)
    since = models.DateField(_("since"))
    until = models.DateField(_("until before"), null=True, blank=True)

    class Meta:
        triggers = [not_for_the_dead()]
        constraints = [
            ExclusionConstraint(  # see Note [One household a day]
                name="residents_one_household_a_day",
                expressions=[
                    (only("resident_id"), RangeOperators.OVERLAPS),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "They belong to another household in these days. Please let them leave that one first."
                ),
            ),
            ExclusionConstraint(
                name="residents_one_head_a_day",
                expressions=[
                    (only("household_id"), RangeOperators.OVERLAPS),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(relation="head"),
                violation_error_message=_("A household has one head at a time."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="residents_membership_ends_after_it_began",
                violation_error_message=_(
                    "They leave on a day before they came; please correct it."
                ),
            ),
        ]
