import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.residents.models import Resident

from .guards import (
    OF_THE_DECISION,
    OF_THE_PAIR,
    old_and_new,
    one_person_each,
    queues_for_the_lock,
    undone_once_and_else_unchanged,
)
from .pairs import PairQuerySet


class Pair(models.Model):
    """Two records that may be one person. One row for two records, however often and by whomever they are put here.

    ``round`` counts how often the question was opened; a decision answers one round.
    """

    class Why(models.TextChoices):
        MACHINE = "machine", _("found by comparing the register")
        DESK = "desk", _("noticed by a social worker")
        IMPORT = "import", _("found while a list was read in")
        DOUBLE_ID = "double_id", _("one identity number on two records")

    first = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why it is here"), max_length=10, choices=Why)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    probability = models.FloatField(_("how likely one person, 0 to 1"))
    evidence = models.JSONField(_("level and weight of each field"), default=dict)
    facts = models.JSONField(_("tokens of name, identity number and phone"), default=dict)
    changed = models.JSONField(_("what changed since it was decided"), default=list)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    faded_at = models.DateTimeField(_("no longer alike since"), null=True, blank=True)
    found_at = models.DateTimeField(_("found at"))
    found_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of records")
        triggers = [
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="of_the_same_two", fields=["first", "second"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="sameness_one_pair_of_two_records",
                violation_error_message=_("These two records are a pair already."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="sameness_smaller_record_first",
                violation_error_message=_("Of a pair the record with the smaller number is first."),
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="sameness_probability_0_to_1",
                violation_error_message=_("A probability runs from 0 to 1."),
            ),
        ]
        indexes = [models.Index(fields=["-probability", "id"], name="sameness_pair_likeliest")]


class Claim(models.Model):
    """Somebody is looking at a pair, so that no two people decide it at once. It ends by itself."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="claim")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("since"))


class Decision(models.Model):
    """A person said whether two records are one person. Risky ones count once a second person agreed."""

    class Says(models.TextChoices):
        SAME = "same", _("one person")
        DISTINCT = "distinct", _("two people")

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(_("round"))
    says = models.CharField(_("what was decided"), max_length=8, choices=Says)
    risks = models.JSONField(_("why a second person is needed"), default=list)
    why = models.TextField(_("why"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("decision about a pair")
        triggers = [
            *append_only(),
            queues_for_the_lock(pgtrigger.Insert),
            one_person_each(OF_THE_PAIR, operation=pgtrigger.Insert),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "round"],
                name="sameness_decided_once",
                violation_error_message=_(
                    "Somebody decided this pair just now. Please take the next one."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="sameness_decision_says_why",
                violation_error_message=_("Say in a few words why."),
            ),
        ]


class Confirmation(models.Model):
    """A second person agreed with a risky decision, or did not. Who decided is filled in by the database itself."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="confirmation")
    agrees = models.BooleanField(_("agrees"))
    why = models.TextField(_("why"), blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("second word on a pair")
        triggers = [
            *append_only(),
            queues_for_the_lock(pgtrigger.Insert),
            pgtrigger.Trigger(
                name="knows_who_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    SELECT by_id INTO NEW.decided_by_id FROM sameness_decision WHERE id = NEW.decision_id;
                    RETURN NEW;
                """,
            ),
            one_person_each(OF_THE_DECISION, operation=pgtrigger.Insert),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("decided_by")),
                name="sameness_second_person",
                violation_error_message=_(
                    "You decided this yourself, so another adjudicator confirms it."
                ),
            )
        ]


class Merge(models.Model):
    """Two records are one person, from one moment until it is undone, if ever. Neither record is rewritten."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="merge")
    first = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_why = models.TextField(_("why undone"), blank=True)

    class Meta:
        verbose_name = _("merge")
        triggers = [
            *undone_once_and_else_unchanged(),
            queues_for_the_lock(),
            one_person_each(old_and_new("first_id", "second_id")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at=None),
                name="sameness_merged_once",
                violation_error_message=_("These two records are one person already."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="sameness_merge_smaller_first",
                violation_error_message=_(
                    "Of a merge the record with the smaller number is first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_why="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_why=""),
                name="sameness_undone_with_a_reason",
                violation_error_message=_("A merge is undone by somebody, with a reason."),
            ),
        ]


class SamePerson(models.Model):
    """A record that stands under another: both are one person. The person's own record has no such row.

    See Note [One person each].
    """

    resident = models.OneToOneField(Resident, on_delete=models.PROTECT, related_name="same_person")
    person = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="other_records")

    class Meta:
        verbose_name = _("record under another")
        triggers = [
            queues_for_the_lock(),
            one_person_each(old_and_new("resident_id", "person_id")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__lt=F("resident")),
                name="sameness_points_to_the_smallest",
                violation_error_message=_("A record stands under one with a smaller number."),
            )
        ]


class Question(models.Model):
    """An adjudicator asks a station about one of its residents before deciding. The other record is not shown there."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="questions")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("question"))
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("question to a station")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="sameness_asks_something",
                violation_error_message=_("Say what you want to know."),
            )
        ]


class Answer(models.Model):
    """What a station answered."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    words = models.TextField(_("answer"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer of a station")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="sameness_answers_something",
                violation_error_message=_("Please write an answer."),
            )
        ]
