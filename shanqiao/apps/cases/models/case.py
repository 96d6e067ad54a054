from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.people.queries import people_at, stations_of, supervises_station
from shanqiao.apps.places.models import Station
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once
from shanqiao.apps.residents.guards import not_for_the_dead
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import SealedTextField

from ..guards import (
    ends_only_with_a_closure,
    knows_whose_case_it_is,
    only_while_open,
    only_while_somebody_is_asked,
)

# Note [Who may open a case]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# The worker of the case; whoever was asked to take it over, until they have answered; colleagues who were brought in,
# until they are let go; and the supervisor of the station. All of them work at its station now. Everybody else of the
# station learns that there is a case and with whom to talk; nobody else learns even that. What is restricted is read by the
# worker, its writer and the supervisor; the notes of a counsellor by the counsellor and the supervisor alone.


class CaseQuerySet(models.QuerySet):
    def at(self, station):
        return self.filter(station=station)

    def handled_by(self, person):
        """Those whose worker is ``person`` now."""
        mine = Handling.objects.filter(case=OuterRef("pk"), worker=person, until=None)
        return self.filter(Exists(mine))

    def seen_by(self, person):
        """Those ``person`` may open. See Note [Who may open a case]."""
        if not person.is_authenticated:
            return self.none()
        here = OuterRef("pk")
        mine = Exists(Handling.objects.filter(case=here, worker=person, until=None))
        asked = Exists(Transfer.objects.waiting().filter(case=here, receiver=person))
        beside = Exists(Part.objects.filter(case=here, person=person, until=None))
        works = Q(station__in=stations_of(person)) & (Q(mine) | Q(asked) | Q(beside))
        guided = supervises_station(person)
        return self.filter(works | Q(station=guided) if guided else works)

    def worked_on_by(self, person):
        """Those whose worker ``person`` is, or into which they were brought, at a station where they work."""
        here = OuterRef("pk")
        mine = Exists(Handling.objects.filter(case=here, worker=person, until=None))
        beside = Exists(Part.objects.filter(case=here, person=person, until=None))
        return self.filter(mine | beside, station__in=stations_of(person))

    def left_behind(self, station):
        """Those of a station that are current and whose worker works there no longer."""
        there = Handling.objects.filter(worker__in=people_at(station), until=None)
        return self.at(station).current().filter(~Exists(there.filter(case=OuterRef("pk"))))

    def open(self):
        """Those with a spell that has not ended."""
        return self.filter(Exists(Spell.objects.filter(case=OuterRef("pk"), ended_at=None)))

    def current(self):
        """Those that are open, or closed with a follow-up that waits."""
        here = OuterRef("pk")
        follow_ups = apps.get_model("cases", "FollowUp").objects.waiting()
        return self.filter(
            Exists(Spell.objects.filter(case=here, ended_at=None))
            | Exists(follow_ups.filter(closure__spell__case=here))
        )


class Case(models.Model):
    """A station takes up a resident's situation as a whole (个案): how they came, and what was seen first.

    How far it has come is asked from the rows that follow. Source of the stages: 社会工作通用过程, six stages.
    """

    class Source(models.TextChoices):
        SELF = "self", _("came by themselves")
        MANDATED = "mandated", _("sent by an office that has to")
        REFERRED = "referred", _("referred by somebody else")
        VISIT = "visit", _("found by a visit")

    class Urgency(models.IntegerChoices):
        CAN_WAIT = 0, _("can wait")
        SOON = 1, _("soon")
        NOW = 2, _("now")

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="cases")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("how they came"), max_length=10, choices=Source)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency)
    judgement = SealedTextField(_("first judgement"))
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))

    objects = CaseQuerySet.as_manager()

    class Meta:
        triggers = [not_for_the_dead(), *append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__lte=2),
                name="cases_urgency_0_to_2",
                violation_error_message=_("Urgency is 0 (can wait), 1 (soon) or 2 (now)."),
            )
        ]

    def __str__(self):
        return f"case {self.pk}"


class Spell(models.Model):
    """A case is open: from intake, or from a reopening, until it is closed. See Note [Nothing after closing]."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="spells")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+", null=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    nth = models.PositiveSmallIntegerField(_("which time"))
    why = SealedTextField(_("why it is opened again"), blank=True)
    began_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        triggers = [
            knows_whose_case_it_is(),
            ends_only_with_a_closure(),
            *filled_in_once("changes_once", "ended_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "station"],
                condition=Q(ended_at=None),
                name="cases_one_open_case_at_a_station",
                violation_error_message=_(
                    "This station has an open case of this resident already. Nothing was saved; please go on with that one."
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "nth"],
                name="cases_spells_are_counted",
                violation_error_message=_(
                    "Somebody has just opened this case again. Please open the page anew."
                ),
            ),
        ]


class Handling(models.Model):
    """A social worker is the worker of a case, from one instant to another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handlings")
    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        triggers = [
            only_while_somebody_is_asked(),
            *filled_in_once("changes_once", "until"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until=None),
                name="cases_one_worker_at_a_time",
                violation_error_message=_(
                    "A case has one worker at a time, and somebody else has just become it. Please open the page anew."
                ),
            )
        ]


class TransferQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)


class Transfer(models.Model):
    """A worker hands a case over to another, with what they need to know; it is theirs once they accept."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("taken over")
        DECLINED = "declined", _("not accepted")
        WITHDRAWN = "withdrawn", _("taken back")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(_("handover"))
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(_("offered at"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answer_words = SealedTextField(_("in words"), blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        triggers = [
            only_while_somebody_is_asked(),
            *filled_in_once(
                "changes_once", "answered_at", "answered_by_id", "answer", "answer_words"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at=None),
                name="cases_one_handover_waits",
                violation_error_message=_(
                    "A handover of this case waits for its answer already. Take that one back first."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="cases_handed_to_another",
                violation_error_message=_("This person is the worker of the case already."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="cases_handover_answered_somehow",
                violation_error_message=_("A handover is answered together with how."),
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "withdrawn"]) | Q(answered_by=F("receiver")),
                name="cases_receiver_answers",
                violation_error_message=_(
                    "Only the person who is to take the case over answers; nothing was changed."
                ),
            ),
        ]


class Part(models.Model):
    """A colleague works on a case beside its worker, from one instant to another."""

    class As(models.TextChoices):
        COUNSELLOR = "counsellor", _("counsellor")
        COLLEAGUE = "colleague", _("colleague")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("as what"), max_length=10, choices=As)
    brought_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        triggers = [only_while_open(), *filled_in_once("changes_once", "until")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(until=None),
                name="cases_one_part_at_a_time",
                violation_error_message=_("They work on this case already."),
            )
        ]
