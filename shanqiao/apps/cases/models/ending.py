from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.residents.models import Departure
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import ends_its_spell
from .case import Spell

# Note [What closing leads to]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Each reason has a consequence, asked from the row or written with it; the days are those of ``data/casework.toml``:
#   reached   somebody asks twice how it goes, so that what was reached lasts;
#   withdrew  the resident is asked once more whether they wish to come back;
#   referred  somebody asks whether they arrived where they were sent;
#   moved     the same, at the place they moved to;
#   lost      they are looked for once more;
#   refused   somebody asks once what became of them;
#   died      nobody asks; the case cannot be opened again;
#   mistaken  nobody asks: there was nothing to follow.


class Closure(models.Model):
    """A case is closed (结案): why, in words, and what follows. See Note [What closing leads to]."""

    class Reason(models.TextChoices):
        REACHED = "reached", _("the goals are reached")
        WITHDREW = "withdrew", _("the resident does not wish to go on")
        REFERRED = "referred", _("others go on with it")
        MOVED = "moved", _("the resident moved away")
        LOST = "lost", _("the resident cannot be reached any more")
        REFUSED = "refused", _("it is not a case for this station")
        DIED = "died", _("the resident died")
        MISTAKEN = "mistaken", _("it was opened by mistake")

    spell = models.OneToOneField(Spell, on_delete=models.PROTECT, related_name="closure")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = SealedTextField(_("in words"))
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"))

    class Meta:
        triggers = [ends_its_spell(), *append_only()]


class FollowUpQuerySet(models.QuerySet):
    def due(self, *, on):
        """Those to be done by that day and not done; a case that was opened again is followed by its work."""
        return self.waiting().filter(due_on__lte=on)

    def waiting(self):
        """Those not done, of cases that were not opened again, of residents who live."""
        again = Spell.objects.filter(
            case=models.OuterRef("closure__spell__case"),
            nth__gt=models.OuterRef("closure__spell__nth"),
        )
        died = Departure.objects.filter(
            resident=models.OuterRef("closure__spell__resident"),
            kind=Departure.Kind.DIED,
            taken_back_at=None,
        )
        return self.filter(~models.Exists(again), ~models.Exists(died), done_at=None)


class FollowUp(models.Model):
    """After a case was closed, somebody asks how it goes (跟进)."""

    class How(models.TextChoices):
        WELL = "well", _("it goes well")
        WATCH = "watch", _("to be watched")
        AGAIN = "again", _("help is needed again")
        NOT_REACHED = "not_reached", _("not reached")

    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.CharField(_("how it goes"), max_length=12, choices=How, blank=True)
    words = SealedTextField(_("in words"), blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        triggers = filled_in_once("changes_once", "done_at", "done_by_id", "how", "words")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, how="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(how=""),
                name="cases_followed_up_somehow",
                violation_error_message=_("Say how it goes."),
            ),
            models.UniqueConstraint(
                fields=["closure", "due_on"],
                name="cases_one_follow_up_a_day",
                violation_error_message=_("A follow-up is planned for this day already."),
            ),
        ]
