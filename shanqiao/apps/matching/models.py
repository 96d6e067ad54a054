from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Purse
from shanqiao.apps.governing.models import Motion
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.models import Resident

from .asking_back_model import AskedBack as AskedBack
from .asking_model import Asking
from .big_use_guards import names_its_decision
from .big_use_model import BigUse as BigUse
from .finding_model import Finding as Finding
from .giving_back_model import Reduction as Reduction
from .plan_change import PlanChange as PlanChange
from .plan_worth import PlanWorth as PlanWorth
from .request_model import PlanRequest as PlanRequest
from .sources import knows_who_asked, source_stays
from .trial_model import Trial as Trial


class Plan(models.Model):
    """One answer of the engine, with a frozen copy of all it was based on, so that it can be asked again."""

    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    policy = models.CharField(_("policy"), max_length=20)
    digest = models.CharField(_("SHA-256 of the facts"), max_length=64)
    facts = models.BinaryField(_("the facts, frozen"))
    answer = models.CharField(_("SHA-256 of the answer"), max_length=64)
    summary = models.JSONField(_("figures"))

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="matching_plan_latest")]


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(closed_at=None)

    def planned(self):
        return self.filter(asking=None)

    def asked_by_hand(self):
        return self.filter(plan=None)


class Proposal(models.Model):
    """A match that a plan, or somebody of the fund by hand, suggests; nothing is promised yet.

    Closed when it is answered, no longer in the plan, or (by hand) taken back or not possible any more.
    """

    class Closing(models.TextChoices):
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        REPLANNED = "replanned", _("no longer in the plan")
        LAPSED = "lapsed", _("not possible any more")
        WITHDRAWN = "withdrawn", _("taken back by who asked for it")

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    asking = models.OneToOneField(
        Asking, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal"
    )
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="proposals")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="proposals")
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    why = models.JSONField(_("why this one"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_how = models.CharField(_("how closed"), max_length=10, choices=Closing, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        triggers = [source_stays()]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan=None, asking__isnull=False) | Q(plan__isnull=False, asking=None),
                name="matching_has_one_source",
                violation_error_message=_("A proposal comes from a plan, or from a person."),
            ),
            models.CheckConstraint(
                condition=(~Q(closed_how__in=["lapsed", "withdrawn"]) | Q(plan=None))
                & (~Q(closed_how="replanned") | Q(asking=None)),
                name="matching_closed_as_it_came",
                violation_error_message=_("Only what came from a plan leaves one."),
            ),
            models.UniqueConstraint(
                fields=["need", "purse"],
                condition=Q(closed_at=None),
                name="matching_proposed_once",
                violation_error_message=_("This purse is proposed for this need already."),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="matching_proposes_something",
                violation_error_message=_("A proposal proposes something."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_how="")
                | (Q(closed_at__isnull=False) & ~Q(closed_how="")),
                name="matching_closed_somehow",
                violation_error_message=_("A proposal is closed together with how."),
            ),
        ]

    @property
    def proposed_at(self):
        return self.asking.asked_at if self.asking else self.plan.proposed_at

    @property
    def proposed_by(self):
        """Who asked for it, or for the plan it came from; None for the clock."""
        return self.asking.asked_by if self.asking else self.plan.proposed_by


class Cover(models.Model):
    """How much of one need is promised or given. The one place where covering twice is refused."""

    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="cover")
    needed = models.PositiveBigIntegerField(_("needed in all"))
    elsewhere = models.PositiveBigIntegerField(_("met elsewhere"), default=0)
    granted = models.PositiveBigIntegerField(_("granted"), default=0)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(granted__lte=F("needed") - F("elsewhere")),
                name="matching_never_cover_twice",
                violation_error_message=_("Somebody has covered this need already."),
            )
        ]


class Share(models.Model):
    """How much one resident has been promised from one purse; never above what its givers allow for one."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="shares")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    cap = models.PositiveBigIntegerField(_("at most"), null=True, blank=True)
    granted = models.PositiveBigIntegerField(_("granted"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purse", "resident"],
                name="matching_one_share_of_a_purse",
                violation_error_message=_("This resident has a share of this purse already."),
            ),
            models.CheckConstraint(
                condition=Q(cap=None) | Q(granted__lte=F("cap")),
                name="matching_share_within_the_cap",
                violation_error_message=_("The givers allow no more than that for one person."),
            ),
        ]


class Reserve(models.Model):
    """How much of one purse was promised to people for whom no part of it is kept; never more than is open to all.

    A purse that keeps nothing for anybody has no such row.
    """

    purse = models.OneToOneField(Purse, on_delete=models.PROTECT, related_name="reserve")
    limit = models.PositiveBigIntegerField(_("at most"))
    outside = models.PositiveBigIntegerField(_("granted outside the reserve"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outside__lte=F("limit")),
                name="matching_reserve_is_kept",
                violation_error_message=_(
                    "What is left of this purse is kept for the people its givers named."
                ),
            )
        ]


class Grant(models.Model):
    """A promise from one purse to one need, made by a person who neither proposed, applied for nor assessed it.

    Who did is filled in by the database itself, from the plan or the asking, and from the assessment; so is the decision
    of the committee by which it is made, where it is a big use. See Note [A big use is decided].
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="grant")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="grants")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="grants")
    count = models.PositiveBigIntegerField(_("how much"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    outside = models.BooleanField(_("outside the reserve"), default=False)
    basis = models.JSONField(_("what it was based on"))
    decision = models.ForeignKey(
        Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assessed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved at"))

    class Meta:
        triggers = [*append_only(), knows_who_asked(), names_its_decision()]
        indexes = [
            models.Index(fields=["purse", "-approved_at"], name="matching_grant_of_purse"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_by=None) | ~Q(approved_by=F("proposed_by")),
                name="matching_proposer_does_not_approve",
                violation_error_message=_(
                    "You asked for this, so somebody else of your fund approves it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(applied_by=None) | ~Q(approved_by=F("applied_by")),
                name="matching_applicant_does_not_approve",
                violation_error_message=_(
                    "You applied for this at a station, so somebody else of the fund approves it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("assessed_by")),
                name="matching_assessor_does_not_approve",
                violation_error_message=_(
                    "You assessed this need, so somebody else of your fund approves the grant."
                ),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="matching_grants_something",
                violation_error_message=_("A grant grants something."),
            ),
        ]

    def __str__(self):
        return f"grant {self.pk}"


class Release(models.Model):
    """A grant taken back before anything was given; what it held is free again."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="release")
    why = models.TextField(_("why"))
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("released at"))

    class Meta:
        triggers = append_only()


class Decline(models.Model):
    """A fund says no to a proposal, with a reason that has a consequence for the next plans."""

    class Reason(models.TextChoices):
        PURPOSE = "purpose", _("not what the givers gave for")
        RELATED = "related", _("somebody of the fund is close to the resident")
        LOOK_AGAIN = "look_again", _("the need should be assessed again")
        HELPED = "helped", _("the resident seems to be helped elsewhere already")
        NOT_NOW = "not_now", _("the fund cannot give at present")

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decline")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.TextField(_("in words"), blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    declined_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(_("declined at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="not_now", until_on__isnull=False)
                | ~Q(reason="not_now") & Q(until_on=None),
                name="matching_not_now_says_until_when",
                violation_error_message=_("Say until which day the fund cannot give."),
            )
        ]
