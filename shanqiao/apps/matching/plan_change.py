"""What one plan proposes otherwise than the plan before, kept beside it; `models` has it too."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.models import append_only


class PlanChange(models.Model):
    """One proposal that came, went, moved, or became more or less, and the reason that bound first.

    A pair of need and purse whose amount stayed has no such row. What was granted meanwhile went for that reason.
    """

    class Kind(models.TextChoices):
        CAME = "came", _("new")
        WENT = "went", _("left the plan")
        MOVED = "moved", _("moved to another purse")
        MORE = "more", _("became more")
        LESS = "less", _("became less")

    class Reason(models.TextChoices):
        GRANTED = "granted", _("Granted meanwhile.")
        DECLINED = "declined", _("A fund declined it.")
        WITHDRAWN = "withdrawn", _("The need left the plan: closed, or it waits for the station.")
        NEED = "need", _("The need changed.")
        NEW_NEED = "new_need", _("The need is new in the plan.")
        RESOURCE = "resource", _("The purse changed.")
        NEW_RESOURCE = "new_resource", _("The purse is new in the plan.")
        CAP = "cap", _("The most one person may get from this purse.")
        GRAVER = "graver", _("A graver need took precedence.")
        EARLIER = "earlier", _("An equally grave need that was open earlier took precedence.")
        BASIC = "basic", _("The first half of another need comes before the rest of this one.")
        ROOM = "room", _("It made room for another need, and loses nothing by it.")
        FREED = "freed", _("Another need takes less of this purse.")
        NEARER = "nearer", _("The other purse is nearer.")
        NOTHING = "nothing", _("No fact changed.")
        UNKNOWN = "unknown", _("It cannot be told.")

    plan = models.ForeignKey("matching.Plan", on_delete=models.PROTECT, related_name="changes")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+")
    left = models.ForeignKey(
        Purse, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind of change"), max_length=5, choices=Kind)
    before = models.PositiveBigIntegerField(_("how much before"))
    after = models.PositiveBigIntegerField(_("how much now"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    others = models.PositiveSmallIntegerField(_("how many other reasons fit"))
    about = models.JSONField(_("what is told with the reason"))

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["plan", "purse"], name="matching_change_of_purse"),
            models.Index(fields=["plan", "need"], name="matching_change_of_need"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="came", before=0, left=None)
                | Q(kind="went", after=0, left=None)
                | Q(kind="more", after__gt=F("before"), left=None)
                | Q(kind="less", after__lt=F("before"), left=None)
                | Q(kind="moved", left__isnull=False),
                name="matching_changed_as_said",
                violation_error_message=_("A change is of the kind its amounts show."),
            )
        ]
