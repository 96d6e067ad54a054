"""At the station one can sign in as: residents assessed with instruments, one of them by two people; and a crisis."""

from datetime import time, timedelta

from shanqiao.apps.crises.actions import do_step
from shanqiao.apps.instruments.actions import assess_again, assess_with, second_assessment
from shanqiao.apps.instruments.held import in_force
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import look_at_resident
from shanqiao.apps.residents.models import Resident

from .chance import Chance
from .days import DAY, instant, weekday

LATER = timedelta(minutes=25)


def tell_of_assessments(*, size, days, desk):
    """Five weeks ago some were assessed; on the last working day two of them again, and one said what means danger.

    Args:
        desk: the station one can sign in as.
    """
    chance = Chance(size.name, "assessments")
    people = list(Resident.objects.known_to(desk.station).order_by("pk")[:5])
    if len(people) < 3:
        return
    told = _Told(chance, desk)
    before = instant(weekday(days.last_weekday - 35 * DAY), time(10, 5))
    now = instant(days.last_weekday, time(16, 5))
    firsts = [
        told.assess(one, "barthel", at=before + n * LATER) for n, one in enumerate(people[:3])
    ]
    told.second(firsts[1], at=before + 4 * LATER)
    told.again(firsts[0], at=now)
    told.assess(people[0], "household_economy", at=now + timedelta(minutes=6))
    told.score_a_need(at=now + timedelta(minutes=12))
    told.danger(people[2], at=now + timedelta(minutes=20))


class _Told:
    def __init__(self, chance, desk):
        self._chance, self._desk = chance, desk

    def assess(self, resident, code, *, at, by=0, **facts):
        who = self._desk.workers[by]
        look_at_resident(resident=resident, reason=Look.Reason.ASSESSING, by=who, at=at)
        answers = facts.pop("answers", None) or self._answers(code, at)
        return assess_with(
            resident=resident,
            station=self._desk.station,
            code=code,
            answers=answers,
            by=who,
            at=at,
            **facts,
        )

    def second(self, first, *, at):
        """A colleague asks anew, and agrees on all but one question."""
        who = self._desk.workers[1]
        look_at_resident(resident=first.resident, reason=Look.Reason.ASSESSING, by=who, at=at)
        answers = self._answers(first.edition.code, at) | {"walking": "little_help"}
        second_assessment(first=first, station=self._desk.station, answers=answers, by=who, at=at)

    def again(self, before, *, at):
        who = self._desk.workers[0]
        look_at_resident(resident=before.resident, reason=Look.Reason.ASSESSING, by=who, at=at)
        answers = self._answers(before.edition.code, at)
        assess_again(
            before=before,
            station=self._desk.station,
            answers=answers,
            by=who,
            at=at,
            words="入户时已换防滑垫。",
        )

    def score_a_need(self, *, at):
        """The severity of an open need is scored with its questions."""
        needs = Need.objects.known_to(self._desk.station).open().exclude(kind=Kind.COUNSELLING)
        need = needs.filter(told_at__lt=at).select_related("resident").order_by("pk").first()
        if need:
            self.assess(need.resident, f"severity_{need.kind}", need=need, at=at)

    def danger(self, resident, *, at):
        """What was answered begins the crisis path; the first step is done."""
        answers = dict.fromkeys(
            ("interest", "low", "sleep", "energy", "self", "attention"), "half"
        ) | {"harm": "days"}
        sitting = self.assess(resident, "phq9", answers=answers, at=at)
        do_step(
            crisis=sitting.dangers.get().crisis,
            step="stay",
            words="女儿在场陪着，药已收走（演示）。",
            by=self._desk.workers[0],
            at=at + timedelta(minutes=4),
        )

    def _answers(self, code, at):
        """Most questions answered, by chance; of the others the interval tells."""
        found = {}
        for item in in_force(on=at.date())[code].instrument.items:
            if self._chance.happens(0.08):
                continue
            match item.kind:
                case "choice":
                    found[item.code] = self._chance.choice([o.code for o in item.options][:3])
                case "yesno":
                    found[item.code] = self._chance.happens(0.4)
                case _ if item.unit == "fen":
                    found[item.code] = self._chance.randrange(5, 60) * 10_000
                case _:
                    found[item.code] = self._chance.randrange(1, 5)
        return found or {"feeding": "alone"}
