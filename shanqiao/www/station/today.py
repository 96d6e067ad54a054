from django.shortcuts import render
from django.utils.timezone import localtime

from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.adjudication import findings_at, questions_to
from shanqiao.stories.casework import waiting_in_cases
from shanqiao.stories.illness import claims_waiting
from shanqiao.stories.own_sheet import corrections_due
from shanqiao.stories.plan_changes import changes_at_station, plan_or_latest
from shanqiao.stories.referrals import put_before_me
from shanqiao.stories.station_day import changes_at, figures_of, since_yesterday
from shanqiao.stories.station_lists import needs_of, to_assess, to_confirm, to_look_at_again
from shanqiao.www.parts.door import only

from .crises import due_in_words
from .door import works_at_a_station

FIRST = 6  # of each kind of work; the rest is in the lists


@only(works_at_a_station)
def today(request):
    station, at = station_of(request.user), now()
    needs, plan = needs_of(station), plan_or_latest()
    waiting = {
        "assess": list(to_assess(needs)[: FIRST + 1]),
        "again": list(to_look_at_again(needs)[: FIRST + 1]),
        "confirm": list(to_confirm(station)[: FIRST + 1]),
        "correct": list(corrections_due(station, at=at)[: FIRST + 1]),
        "claims": list(claims_waiting(station)[: FIRST + 1]),
        "put_before": list(put_before_me(request.user, station=station, at=at)[: FIRST + 1]),
    }
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    in_cases = waiting_in_cases(request.user, midnight=midnight, on=midnight.date(), most=FIRST)
    context = {
        "in_cases": in_cases,
        "day": midnight.date(),
        **{name: rows[:FIRST] for name, rows in waiting.items()},
        **{f"more_to_{name}": len(rows) > FIRST for name, rows in waiting.items()},
        "asked": questions_to(station)[:FIRST],
        "doubles": findings_at(station)[:FIRST],
        "nothing_waits": not any(waiting.values()) and not in_cases,
        "figures": figures_of(station, at=at),
        "changes": changes_at(station, since=since_yesterday(at)),
        "plan": plan,
        "proposals_changed": _changed_of_late(plan, station, at=at),
        "crises_due": due_in_words(request.user, at),
        "at": at,
        "station": station,
    }
    return render(request, "station/today.html", context)


def _changed_of_late(plan, station, *, at):
    """How many proposals for residents of ``station`` the latest plan changed, if it was made since yesterday."""
    if plan is None or plan.proposed_at < since_yesterday(at):
        return 0
    return changes_at_station(plan, station=station).count()
