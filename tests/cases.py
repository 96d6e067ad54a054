"""A station with its people and a case, brought as far as a test needs it; through the actions."""

from datetime import timedelta

from shanqiao.apps.cases.actions import bring_in, offer_handover, open_case
from shanqiao.apps.cases.agreeing import file_agreement
from shanqiao.apps.cases.ending import close_case
from shanqiao.apps.cases.grouping import open_group
from shanqiao.apps.cases.models import Case, Closure, Contact, GoalState, Kind, Part, Transfer
from shanqiao.apps.cases.planning import (
    Aim,
    answer_plan,
    evaluate_plan,
    make_plan,
    settle_goal,
    sign_estimate,
)
from shanqiao.apps.cases.queries import goals_of, plan_of
from shanqiao.apps.cases.working import make_appointment, write_contact
from shanqiao.apps.people.actions import give_post
from shanqiao.apps.people.models import Post
from tests.factories import (
    NOON,
    TODAY,
    a_document,
    a_host,
    a_person,
    a_resident,
    a_social_worker,
    a_station,
)

LATER = NOON + timedelta(hours=1)
DAY = timedelta(days=1)


def a_worker_at(station, role=Post.Role.SOCIAL_WORKER):
    person = a_person()
    give_post(person=person, role=role, station=station, at=NOON)
    return person


class Casework:
    """One station: a worker whose case it is, a colleague, a counsellor, a supervisor, a resident."""

    def __init__(self, *, street=None):
        self.station = a_station(street=street)
        self.worker = a_social_worker(station=self.station)
        self.colleague = a_worker_at(self.station)
        self.counsellor = a_worker_at(self.station, Post.Role.COUNSELLOR)
        self.supervisor = a_worker_at(self.station, Post.Role.STATION_SUPERVISOR)
        self.resident = a_resident(worker=self.worker)

    def open(self, **facts):
        facts = {
            "resident": self.resident,
            "station": self.station,
            "source": Case.Source.SELF,
            "urgency": 1,
            "judgement": "独居，跌倒后不敢出门",
            "by": self.worker,
            "at": NOON,
            **facts,
        }
        return open_case(**facts)

    def estimated(self, case=None, **facts):
        case = case or self.open()
        facts = {"person": "行动不便，情绪低落", "by": self.worker, "at": NOON, **facts}
        sign_estimate(case=case, **facts)
        return case

    def planned(self, case=None, **facts):
        """A plan that waits for its answer."""
        case = self.estimated(case)
        facts = {
            "strategy": "每周探访，联系康复资源",
            "review_on": TODAY + 30 * DAY,
            "aims": [self.aim()],
            "by": self.worker,
            "at": NOON,
            **facts,
        }
        return make_plan(case=case, **facts)

    def aim(self, words="每天下楼走一次", **facts):
        facts = {"measure": "探访时本人说明", "due_on": TODAY + 20 * DAY, **facts}
        return Aim(words=words, **facts)

    def approve(self, plan, **facts):
        return answer_plan(
            **{"plan": plan, "approved": True, "by": self.supervisor, "at": NOON, **facts}
        )

    def at_work(self, case=None, **facts):
        """A case with an approved plan."""
        plan = self.planned(case, **facts)
        self.approve(plan)
        return plan.spell.case

    def settle(self, goal, **facts):
        facts = {
            "state": GoalState.State.REACHED,
            "why": "看见他下楼",
            "by": self.worker,
            "at": LATER,
            **facts,
        }
        return settle_goal(goal=goal, **facts)

    def evaluated(self, case=None):
        case = case or self.at_work()
        goals = goals_of(plan_of(case))
        results = dict.fromkeys(goals, GoalState.State.REACHED)
        evaluate_plan(
            case=case, results=results, words="目标达到", client_says=5, by=self.worker, at=LATER
        )
        return case

    def contact(self, case, **facts):
        facts = {
            "kind": Kind.VISIT,
            "done_on": TODAY,
            "minutes": 30,
            "words": "入户探访",
            "level": Contact.Level.ORDINARY,
            "by": self.worker,
            "at": LATER,
            **facts,
        }
        return write_contact(case=case, **facts)

    def appointment(self, case, **facts):
        facts = {
            "kind": Kind.VISIT,
            "planned_for": NOON + 2 * DAY,
            "by": self.worker,
            "at": NOON,
            **facts,
        }
        return make_appointment(case=case, **facts)

    def hand_over(self, case, **facts) -> Transfer:
        facts = {
            "receiver": self.colleague,
            "words": "每周三探访，女儿电话在卡上",
            "by": self.worker,
            "at": LATER,
            **facts,
        }
        return offer_handover(case=case, **facts)

    def bring(self, case, person=None, role=Part.As.COUNSELLOR, **facts):
        facts = {"person": person or self.counsellor, "by": self.worker, "at": NOON, **facts}
        return bring_in(case=case, role=role, **facts)

    def close(self, case, **facts):
        facts = {
            "reason": Closure.Reason.REACHED,
            "words": "已能自己下楼买菜",
            "by": self.worker,
            "at": LATER,
            **facts,
        }
        return close_case(case=case, **facts)


def a_group(station, **facts):
    facts = {
        "name": "银龄互助小组",
        "purpose": "减轻孤独",
        "sessions_planned": 6,
        "first_on": TODAY,
        "by": station.worker,
        "at": NOON,
        **facts,
    }
    return open_group(station=station.station, **facts)


def an_agreement(station, **facts):
    facts = {
        "charity": a_host(),
        "agency": a_host(),
        "subject": "困境长者探访",
        "first_on": TODAY,
        "last_on": TODAY + 365 * DAY,
        "document": a_document(by=station.supervisor),
        "by": station.supervisor,
        "at": NOON,
        **facts,
    }
    return file_agreement(station=station.station, **facts)
