from django.db import models
from django.db.models import OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.once import filled_in_once

from .giving_back_model import Reduction


class AskedBackQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody waived, of grants that were not taken back as a whole."""
        return self.filter(waived_at=None, grant__release=None)

    def with_outstanding(self):
        """Each with ``outstanding``: what has not come back of it; of a grant the first asked is settled first."""
        grant = {"grant": OuterRef("grant")}
        first = AskedBack.objects.filter(**grant, waived_at=None).order_by("asked_at", "pk")
        back = (
            Reduction.objects.filter(**grant, reduced_at__gte=Coalesce(
                first.values("asked_at")[:1], OuterRef("asked_at")
            ))
            .values("grant").annotate(all=Sum("count")).values("all")
        )  # fmt: skip
        before = (
            AskedBack.objects.filter(**grant, waived_at=None, pk__lt=OuterRef("pk"))
            .values("grant").annotate(all=Sum("count")).values("all")
        )  # fmt: skip
        came_back = models.Subquery(back, output_field=models.BigIntegerField())
        asked_before = models.Subquery(before, output_field=models.BigIntegerField())
        left = Greatest(Coalesce(came_back, Value(0)) - Coalesce(asked_before, Value(0)), Value(0))
        return self.annotate(outstanding=Greatest(models.F("count") - left, Value(0)))

    def outstanding(self):
        return self.standing().with_outstanding().filter(outstanding__gt=0)


class AskedBack(models.Model):
    """A grant is more than the need lacks now, since somebody else paid later: so much is asked back of it.

    What has not left yet is taken back; what was paid comes back by the bank. Both settle it, or the manager of the
    fund waives it, once, with a reason. While it stands the grant is not paid.
    """

    grant = models.ForeignKey("Grant", on_delete=models.PROTECT, related_name="asked_back")
    count = models.PositiveBigIntegerField(_("how much"))
    why = models.CharField(_("why"), max_length=200)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    waived_at = models.DateTimeField(_("waived at"), null=True, blank=True)
    waived_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived_why = models.CharField(_("why waived"), max_length=200, blank=True)

    objects = AskedBackQuerySet.as_manager()

    class Meta:
        triggers = filled_in_once("is_waived_once", "waived_at", "waived_by_id", "waived_why")
        indexes = [models.Index(fields=["grant", "asked_at"], name="matching_asked_back_of_grant")]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gt=0) & ~Q(why=""),
                name="matching_asks_something_back",
                violation_error_message=_("Say how much is asked back, and why."),
            ),
            models.CheckConstraint(
                condition=Q(waived_at=None, waived_by=None, waived_why="")
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_why=""),
                name="matching_waived_with_a_reason",
                violation_error_message=_("Say why nothing is asked back."),
            ),
        ]

    def __str__(self):
        return f"asked back {self.pk}"
