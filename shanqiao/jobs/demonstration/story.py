"""From an empty database to a city in the middle of its work, day by day, through the actions."""

from datetime import time, timedelta

from django.db import connection, transaction

from shanqiao.apps.disclosure.actions import publish_month
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.actions import look_at_resident
from shanqiao.apps.residents.models import Resident

from .aid import tell_of_aid
from .assessments import tell_of_assessments
from .at_the_bank import tell_of_the_bank
from .at_the_funds import AtTheFunds
from .at_the_stations import AtTheStations
from .casework import tell_of_cases
from .chance import Chance
from .costs import tell_of_costs
from .days import DAY, WEEK, Days, at_work, instant
from .diary import Diary
from .doubles import tell_of_doubles
from .funds import Funds
from .gifts import draw_gifts
from .givers import Givers, tell_of_givers
from .governance import Governance
from .hosts import open_hosts
from .illness import tell_of_illness
from .money_out import pay_by_files
from .needs import draw_needs
from .old_lists import tell_of_old_lists
from .papers import tell_of_papers
from .property import tell_of_property
from .questions import ask_by_tokens
from .receipts import give_receipts
from .referrals import tell_of_referrals
from .residents import draw_newcomers
from .rules import admit_rule_keepers, tell_of_rules
from .sign_ins import show_sign_ins
from .staff import Staff, admit_adjudicators, open_desks
from .tutorial import tell_the_tutorial

# Note [All or nothing]
# ~~~~~~~~~~~~~~~~~~~~~
# The whole story is one transaction: a start that is interrupted leaves an empty city behind, which the next
# start fills, and never a city in which half of the gifts were received. PostgreSQL does not see to its
# statistics within a transaction, so we ask for them before every plan.


class CityIsNotEmpty(Exception):
    """Somebody works in this city already; nothing generated is mixed among real rows."""


def somebody_works_here():
    """Is there anything in the record? Then nothing generated is mixed in."""
    return Entry.objects.exists()


@transaction.atomic
def tell_the_story(*, size, today, tell):
    """Fill an empty city. See Note [All or nothing].

    The same size and day give the same rows, save for what is secret: passwords and what is sealed.

    Args:
        size: a Size.
        today: the day before whose midnight the story ends.
        tell: called with the share that is done, 0 to 1.

    Raises:
        CityIsNotEmpty: there is something in the record already.
    """
    if somebody_works_here():
        raise CityIsNotEmpty
    days = Days(today)
    begun = instant(days.begins_on, time(8))
    staff = Staff(size=size, at=begun)
    supervisors = staff.supervisors()
    desks = open_desks(size=size, staff=staff, at=begun)
    hosts = open_hosts(size=size, staff=staff, today=today, at=begun)
    adjudicators = admit_adjudicators(
        staff=staff, district=desks[0].station.street.district, at=begun
    )
    keepers = admit_rule_keepers(staff=staff, at=begun)
    show_sign_ins(
        staff=staff,
        desk=desks[0],
        team=hosts[0].team,
        supervisor=supervisors[0],
        adjudicators=adjudicators,
        keepers=keepers,
        at=begun,
    )
    opened = Funds(
        size=size, days=days, desks=desks, hosts=hosts, at=begun + timedelta(hours=1)
    ).open_all()
    newcomers = draw_newcomers(size=size, days=days, desks=desks)
    needs = draw_needs(size=size, days=days, newcomers=newcomers)

    diary = Diary(ends_at=days.ends_at)
    stations = AtTheStations(size=size, diary=diary, newcomers=newcomers, needs=needs, desks=desks)
    funds = AtTheFunds(
        size=size,
        days=days,
        diary=diary,
        teams={one.purse.fund_id: one.team for one in opened},
        at_the_stations=stations,
    )
    givers = Givers(size=size, today=today)
    for at, gift in draw_gifts(size=size, days=days, needs=needs, opened=opened):
        diary.put(at, givers.give, **gift)
    _put_down_the_calendar(size, days, diary, stations, funds, supervisors)
    diary.live(tell=lambda at: tell(0.95 * days.share_of(at)))

    stations.write_down(at=days.ends_at)
    stations.say_who_left(at=instant(days.last_weekday, time(17, 40)))
    pay_by_files(size=size, days=days, team=hosts[0].team, fund=opened[0].purse.fund)
    tell_of_doubles(desks=desks, days=days, adjudicators=adjudicators)
    give_receipts(host=hosts[0], days=days)
    tell_the_tutorial(desk=desks[0], days=days, purse=opened[2].purse)
    first = opened[0]
    tell_of_property(days=days, purse=first.purse, team=first.team)
    tell_of_aid(size=size, days=days, purse=first.purse, team=first.team, desks=desks)
    tell_of_illness(desk=desks[0], days=days, opened=opened)
    tell_of_assessments(size=size, days=days, desk=desks[0])
    tell_of_referrals(days=days, desks=desks, teams={one.purse.fund_id: one.team for one in opened})
    Governance(size=size, days=days, staff=staff, opened=opened).tell()
    tell_of_givers(desk=desks[0], days=days, purse=opened[2].purse, team=hosts[0].team)
    tell_of_papers(purse=opened[2].purse, team=hosts[0].team, on=days.last_weekday)
    ask_by_tokens(size=size, days=days, host=hosts[0], supervisors=supervisors)
    tell_of_rules(keepers=keepers, days=days)
    tell_of_the_bank(size=size, days=days, host=hosts[0], fund=opened[0].purse.fund)
    tell_of_costs(days=days, host=hosts[0])
    tell_of_cases(desk=desks[0], days=days)
    tell_of_old_lists(desk=desks[0], days=days)
    _refresh_statistics()
    propose_plan(at=days.ends_at)
    tell(1.0)


def _put_down_the_calendar(size, days, diary, stations, funds, supervisors):
    """What happens on fixed days: writing down, planning, publishing, checking."""
    monday = days.begins_on + (7 - days.begins_on.weekday()) * DAY
    while monday < days.today:
        diary.put(instant(monday, time(2)), stations.write_down)
        monday += WEEK
    for night in days.planning_nights(every=size.weeks_between_plans):
        diary.put(night, _plan, funds=funds)
    for month, at in days.statement_days():
        diary.put(at - timedelta(minutes=1), stations.write_down)
        diary.put(at, publish_month, month=month, by=supervisors[0])
    chance = Chance(size.name, "checks")
    for week in range((days.today - days.begins_on).days // 7):
        on = days.begins_on + week * WEEK + chance.randrange(5) * DAY
        diary.put(at_work(on, chance=chance), _check, by=supervisors[1], chance=chance)


def _plan(*, at, funds):
    _refresh_statistics()
    propose_plan(at=at)
    funds.hear_of_a_plan(at=at)


def _check(*, at, by, chance):
    """A supervisor opens the file of one resident, and says why."""
    known = list(Resident.objects.order_by("pk").values_list("pk", flat=True))
    if known:
        reason = chance.choice((Look.Reason.CHECKING, Look.Reason.CHECKING, Look.Reason.ASKED))
        words = {
            Look.Reason.CHECKING: "抽查资助与需求是否相符",
            Look.Reason.ASKED: "居民来电，询问谁看过自己的资料",
        }
        resident = Resident(pk=chance.choice(known))
        look_at_resident(resident=resident, reason=reason, words=words[reason], by=by, at=at)


def _refresh_statistics():
    """See Note [All or nothing]."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
