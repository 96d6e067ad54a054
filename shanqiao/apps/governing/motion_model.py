"""What a committee is asked, what each member answers, and what came of it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.models import Fund, Purse
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.registry.models import Organisation

from .committee_model import Member
from .guards import COUNTS_ARE_VOTES, FITS_ITS_FUND, VOTE_COUNTS


class Motion(models.Model):
    """A question put to the committee of a fund, answered on one day (meeting) or until one (letter)."""

    class Kind(models.TextChoices):
        PURPOSE = "purpose", _("change of purpose")
        BIG_USE = "big_use", _("big use")
        INVESTMENT = "investment", _("investment")
        SURPLUS = "surplus", _("what to do with a surplus")
        RULES = "rules", _("change of the rules")
        CLOSING = "closing", _("closing the fund")

    class Way(models.TextChoices):
        MEETING = "meeting", _("at a meeting")
        LETTER = "letter", _("by letter")

    class Instrument(models.TextChoices):
        """How money may be invested. What 民政部令62号 第7条 bars is not here: shares, loans, insurance."""

        DEPOSIT = "deposit", _("bank deposit")
        BANK_PRODUCT = "bank_product", _("product of a licensed bank")
        BOND = "bond", _("government bond")
        ENTRUSTED = "entrusted", _("entrusted to a licensed institution")
        EQUITY = "equity", _("share in a company that serves the purpose")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="motions")
    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    title = models.CharField(_("question"), max_length=120)
    words = models.TextField(_("reasons"))
    purse = models.ForeignKey(
        Purse, on_delete=models.PROTECT, null=True, blank=True, related_name="motions"
    )
    amount = models.PositiveBigIntegerField(_("how much"), null=True, blank=True)
    party = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with whom"),
    )
    instrument = models.CharField(
        _("how it is invested"), max_length=12, choices=Instrument, blank=True, default=""
    )
    invested_until = models.DateField(_("invested until"), null=True, blank=True)
    way = models.CharField(_("how it is decided"), max_length=8, choices=Way)
    on = models.DateField(_("day of the meeting, or last day for letters"))
    put_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField(_("put at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="fits_its_fund",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FITS_ITS_FUND,
            ),
        ]
        indexes = [models.Index(fields=["fund", "-put_at"], name="governing_motion_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["rules", "closing"]) | Q(purse__isnull=False),
                name="governing_motion_names_its_purse",
                violation_error_message=_("Say which purse it is about."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["big_use", "investment", "surplus"])
                | Q(amount__isnull=False, amount__gt=0),
                name="governing_motion_names_its_amount",
                violation_error_message=_("Say how much it is about."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="investment") & Q(instrument="", invested_until=None)
                | Q(kind="investment", invested_until__gte=F("on")) & ~Q(instrument=""),
                name="governing_investment_says_how_and_how_long",
                violation_error_message=_("Say how it is invested, and until which day."),
            ),
        ]

    def __str__(self):
        return self.title


class Vote(models.Model):
    """What one member answered to one motion. Once, and for good."""

    class Choice(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        ABSTAIN = "abstain", _("abstains")
        RECUSED = "recused", _("takes no part: has an interest")

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(_("answer"), max_length=8, choices=Choice)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="is_of_a_member_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("m", "governing_motion"), ("who", "governing_member"), ("day", "date")],
                func=VOTE_COUNTS,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "member"],
                name="governing_one_vote_a_member",
                violation_error_message=_("You have answered already; an answer stays as it is."),
            )
        ]


class Result(models.Model):
    """What came of a motion, counted when it was closed. The counts are those of the votes, or the row is refused."""

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="result")
    members = models.PositiveSmallIntegerField(_("members in office"))
    yes = models.PositiveSmallIntegerField(_("yes"))
    no = models.PositiveSmallIntegerField(_("no"))
    abstained = models.PositiveSmallIntegerField(_("abstained"))
    recused = models.PositiveSmallIntegerField(_("took no part"))
    present_needed = models.PositiveSmallIntegerField(_("needed present"))
    yes_needed = models.PositiveSmallIntegerField(_("needed yes"))
    carried = models.BooleanField(_("carried"))
    reasons = models.JSONField(_("why"))
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="counts_what_was_voted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("m", "governing_motion"),
                    ("r", "governing_rules"),
                    ("day", "date"),
                    ("voting", "int"),
                    ("answered", "int"),
                ],
                func=COUNTS_ARE_VOTES,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    carried=Q(yes__gte=F("yes_needed"))
                    & Q(present_needed__lte=F("yes") + F("no") + F("abstained"))
                ),
                name="governing_carried_as_counted",
                violation_error_message=_("A motion is carried when the count says so."),
            )
        ]

    @property
    def present(self):
        return self.yes + self.no + self.abstained
