from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.models import Document
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import guardian_speaks_under_14
from .resident import Resident

# Note [The last word counts]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Each word about a purpose is a row, and a later one takes the place of an earlier one as far as it reaches: what is
# said of everybody (``whom`` empty) reaches everybody, what is said of one recipient reaches that one. So agreeing for
# all and withdrawing for one leaves the others; withdrawing for all leaves nobody. A word with a term ends with it: whoever
# asks looks at the day. The clock writes that down the next morning, for the list of what was said; it is nobody's no,
# so it takes nothing from what was agreed to for others, without an end, or on another record of the same person.


class Consent(models.Model):
    """One word of a resident, or of their guardian, about one use of what is known: given, or withdrawn.

    For which purpose, for whom, which kinds of data, until when, and how it was said. See Note [The last word counts].

    Source: 个人信息保护法 第13, 14, 15, 23, 28, 29, 31条 (rules CA-01, CA-03).
    """

    class Purpose(models.TextChoices):
        FINDING_HELP = "finding_help", _("finding help with charities and funds")
        SHARING = "sharing", _("passing on name and telephone to one that helps")
        HEALTH = "health", _("passing on illness and disability")
        PICTURES = "pictures", _("showing a picture")
        RESEARCH = "research", _("research and statistics beyond the law's")

    class Giver(models.TextChoices):
        SELF = "self", _("the resident")
        GUARDIAN = "guardian", _("a guardian")

    class How(models.TextChoices):
        WORD = "word", _("by word, before a witness")
        PAPER = "paper", _("on paper, signed")
        SCREEN = "screen", _("signed on the screen")
        TERM = "term", _("its term was over")

    class Data(models.TextChoices):
        CONTACT = "contact", _("name, telephone, address")
        NEED = "need", _("what is lacking, and how gravely")
        HARDSHIP = "hardship", _("hardship category")
        HOUSEHOLD = "household", _("who lives with them")
        ILLNESS = "illness", _("illness and disability")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    given = models.BooleanField(_("given (otherwise withdrawn)"))
    whom = models.CharField(_("for whom, as the record names it"), max_length=80, blank=True)
    whom_name = models.CharField(_("for whom"), max_length=160, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=10, choices=Data),
        verbose_name=_("which kinds of data"),
        default=list,
        blank=True,
    )
    until_on = models.DateField(_("until"), null=True, blank=True)
    giver = models.CharField(_("who says so"), max_length=8, choices=Giver, default=Giver.SELF)
    guardian = SealedTextField(_("name of the guardian"), blank=True)
    relation = models.CharField(_("what they are to the resident"), max_length=30, blank=True)
    how = models.CharField(_("how it was said"), max_length=6, choices=How, default=How.WORD)
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    effect = models.TextField(_("what was said to follow"), blank=True)
    at = models.DateTimeField(_("at"))
    witnessed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        triggers = [*append_only(), guardian_speaks_under_14()]
        indexes = [
            models.Index(
                fields=["resident", "purpose", "-at", "-id"], name="residents_consent_latest"
            ),
            models.Index(
                fields=["until_on"],
                condition=Q(until_on__isnull=False),
                name="residents_consent_ends",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(given=False) | ~Q(purpose="sharing") | ~Q(whom=""),
                name="residents_sharing_names_whom",
                violation_error_message=_(
                    "Please say with whom it may be shared: each recipient is agreed to by name."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(purpose="finding_help") | Q(whom="", until_on=None),
                name="residents_help_is_looked_for_everywhere",
                violation_error_message=_(
                    "That help is looked for holds for all charities and funds, until it is withdrawn."
                ),
            ),
            models.CheckConstraint(
                condition=Q(how__in=["paper", "screen"], evidence__isnull=False)
                | Q(how__in=["word", "term"], evidence=None),
                name="residents_consent_shows_its_paper",
                violation_error_message=_(
                    "Please add the signed paper, or the signature; what was only said has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(how="term", given=False, witnessed_by=None)
                | ~Q(how="term") & Q(witnessed_by__isnull=False),
                name="residents_consent_has_a_witness",
                violation_error_message=_("Somebody who works here hears what the resident says."),
            ),
            models.CheckConstraint(
                condition=Q(given=True) | Q(until_on=None),
                name="residents_withdrawal_has_no_term",
                violation_error_message=_("What is withdrawn is withdrawn until they agree again."),
            ),
        ]


class Correction(models.Model):
    """A resident says that something written about them is wrong; somebody answers by a day.

    Source: 个人信息保护法 第46, 50条.
    """

    class Answer(models.TextChoices):
        CORRECTED = "corrected", _("corrected")
        RIGHT = "right", _("looked into; it is right as it stands")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="corrections")
    words = SealedTextField(_("what is wrong, and how it is right"))
    asked_at = models.DateTimeField(_("asked at"))
    told_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("to be answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answer_words = SealedTextField(_("answer in words"), blank=True)

    class Meta:
        triggers = filled_in_once(
            "is_answered_once", "answered_at", "answered_by_id", "answer", "answer_words"
        )
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_at=None),
                name="residents_correction_waits",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="residents_correction_answered_by_somebody",
                violation_error_message=_(
                    "Say whether it was corrected, or is right as it stands."
                ),
            )
        ]
