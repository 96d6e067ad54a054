"""Funds with their seats, and the purses in which they keep what they may give."""

from dataclasses import dataclass

from shanqiao.apps.funds.actions import give_seat, open_fund, open_purse
from shanqiao.apps.funds.models import Fund, Purse, Seat
from shanqiao.apps.needs.kinds import Kind

from . import purses
from .chance import Chance
from .days import DAY
from .purses import OF_THE_FIRST_HOST, Pattern
from .staff import FIRST_STREET, Team


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A purse with the pattern it follows and who decides about it."""

    purse: Purse
    pattern: Pattern
    team: Team


class Funds:
    """Opens the funds of a city under its hosts, in turn."""

    def __init__(self, *, size, days, desks, hosts, at):
        self._size, self._days, self._desks, self._hosts = size, days, desks, hosts
        self._chance, self._at = Chance(size.name, "funds"), at
        self.opened: list[Opened] = []

    def open_all(self):
        """Every fund with one to three purses; nothing is given yet.

        Returns:
            list of Opened.
        """
        size, first = self._size, self._hosts[0]
        fund = self._fund(first, Fund.Kind.PROGRAMME, "羊城医疗援助", "Medical Help for the City")
        for pattern in OF_THE_FIRST_HOST:
            here = self._desks[0].station.street if pattern.where == "street" else None
            self._purse(fund, first.team, pattern, here)
        turn = 0
        for kind, number, patterns in (
            (Fund.Kind.COMMUNITY, size.community_funds, purses.COMMUNITY),
            (Fund.Kind.PROGRAMME, size.programmes - 1, purses.PROGRAMME),
            (Fund.Kind.ENTERPRISE, size.enterprises, purses.ENTERPRISE),
            (Fund.Kind.VOLUNTEERS, size.volunteer_groups, purses.VOLUNTEERS),
        ):
            for nth in range(number):
                self._fund_with_purses(self._hosts[turn % len(self._hosts)], kind, nth, patterns)
                turn += 1
        return self.opened

    def _fund_with_purses(self, host, kind, nth, patterns):
        street = self._desks[nth % len(self._desks)].station.street
        first = patterns[nth % len(patterns)]
        of_a_street = kind in (Fund.Kind.COMMUNITY, Fund.Kind.VOLUNTEERS)
        again = nth // (len(self._desks) if of_a_street else len(patterns))
        name, name_en = _name(kind, street, first)
        fund = self._fund(
            host,
            kind,
            f"{name}{again + 1}号" if again else name,
            f"{name_en} {again + 1}" if again else name_en,
            street=street if of_a_street else None,
        )
        others = [pattern for pattern in patterns if pattern is not first]
        more = self._chance.sample(others, self._chance.choice((0, 1, 1, 2)))
        for pattern in (first, *more):
            if not _left_to_the_tutorial(pattern, street):
                self._purse(fund, host.team, pattern, street)

    def _fund(self, host, kind, name, name_en, *, street=None):
        fund = open_fund(
            name=name,
            name_en=name_en,
            host=host.organisation,
            kind=kind,
            street=street,
            at=self._at,
        )
        team, role = host.team, Seat.Role
        seats = [(team.handler, role.PROPOSES), (team.cashier, role.PAYS)]
        for person, held in [*seats, *((m, role.DECIDES) for m in team.managers)]:
            give_seat(fund=fund, person=person, role=held, at=self._at)
        return fund

    def _purse(self, fund, team, pattern, street):
        days, chance = self._days, self._chance
        lasts = chance.choice((-20, 40, 90, 200, 400, 400)) if street else 400
        purse = open_purse(
            fund=fund,
            name=pattern.name,
            name_en=pattern.name_en,
            kinds=pattern.kinds,
            valid_from=days.begins_on - chance.randrange(1, 60) * DAY,
            valid_to=days.today + lasts * DAY,
            at=self._at,
            streets=_served(pattern, street),
            home=street,
            item=pattern.item,
            eligible=pattern.eligible,
            person_cap=pattern.person_cap,
            reserved_share=pattern.reserved_share,
            reserved_for=pattern.reserved_for,
        )
        self.opened.append(Opened(purse=purse, pattern=pattern, team=team))


def _name(kind, street, first):
    match kind:
        case Fund.Kind.COMMUNITY:
            return f"{street.name}社区慈善基金", f"{street.name_en} Community Fund"
        case Fund.Kind.PROGRAMME:
            return f"{first.name}项目", f"Programme: {first.name_en}"
        case Fund.Kind.ENTERPRISE:
            return f"爱心企业·{first.name}", f"Caring Enterprises: {first.name_en}"
        case Fund.Kind.VOLUNTEERS:
            return f"{street.name}{first.name}队", f"{street.name_en}: {first.name_en}"


def _served(pattern, street):
    match pattern.where:
        case "street":
            return [street.code]
        case "district":
            return [street.district_id]
        case "city":
            return []


def _left_to_the_tutorial(pattern, street):
    """See Note [The purse of the tutorial]."""
    return pattern.kinds[0] == Kind.CASH_MEDICAL and street.code[:6] == FIRST_STREET[:6]
