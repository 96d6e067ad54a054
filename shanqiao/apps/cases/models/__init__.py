"""Cases and what is done in them, groups, agreements. How far a case has come is asked from these rows, never kept."""

from .agreements import Agreement, Renewal
from .case import Case, CaseQuerySet, Handling, Part, Spell, Transfer
from .contacts import (
    AgreedAction,
    Appointment,
    Contact,
    CounsellingNote,
    Kind,
    SupervisedCase,
    Supervision,
)
from .ending import Closure, FollowUp
from .feeds import CalendarFeed
from .groups import Attendance, CommunityEvent, Group, Member, Participant, Session
from .plans import (
    Estimate,
    EstimateSitting,
    Evaluation,
    Goal,
    GoalNeed,
    GoalResult,
    GoalState,
    Plan,
    PlanAnswer,
)

__all__ = [
    "AgreedAction",
    "Agreement",
    "Appointment",
    "Attendance",
    "CalendarFeed",
    "Case",
    "CaseQuerySet",
    "Closure",
    "CommunityEvent",
    "Contact",
    "CounsellingNote",
    "Estimate",
    "EstimateSitting",
    "Evaluation",
    "FollowUp",
    "Goal",
    "GoalNeed",
    "GoalResult",
    "GoalState",
    "Group",
    "Handling",
    "Kind",
    "Member",
    "Part",
    "Participant",
    "Plan",
    "PlanAnswer",
    "Renewal",
    "Session",
    "Spell",
    "SupervisedCase",
    "Supervision",
    "Transfer",
]
