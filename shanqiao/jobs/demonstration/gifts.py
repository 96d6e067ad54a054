"""What givers gave to the purses: some at the beginning, some later, in round sums."""

from itertools import count

from shanqiao.apps.needs.kinds import is_cash

from .chance import Chance
from .days import DAY
from .purses import GENEROSITY, YUAN

FIRST = "成立首期捐赠"
LATER = ("街坊月捐", "企业认捐", "慈善义卖所得", "校友捐赠", "一次性捐赠")


def draw_gifts(*, size, days, needs, opened):
    """Kind by kind the givers give a share of all that will be lacking; see GENEROSITY.

    Returns:
        list of (instant, keywords of `Givers.give`), to be carried out when their time comes.
    """
    chance, number = Chance(size.name, "gifts"), count(1)
    lacking = _sums((_of_need(need), need.assessment["needed"]) for need in needs)
    weights = _sums((_of_purse(one), one.pattern.weight) for one in opened)
    gifts = []
    for one in opened:
        what = _of_purse(one)
        given = lacking.get(what, 0) * GENEROSITY[what[0]] * one.pattern.weight / weights[what]
        for on, part, about in _parts(days, chance):
            gifts.append(
                (
                    days.at_work_before_today(on, chance=chance),
                    {
                        "purse": one.purse,
                        "count": _round(given * part * chance.uniform(0.6, 1.4), what[0]),
                        "key": f"demonstration gift {next(number)}",
                        "about": about,
                    },
                )
            )
    return gifts


def _parts(days, chance):
    """When, which part of the whole, and from where."""
    yield days.begins_on + 2 * DAY, 0.45, FIRST
    later = chance.randrange(1, 4)
    for _ in range(later):
        on = days.begins_on + chance.randrange(5, (days.today - days.begins_on).days - 3) * DAY
        yield on, 0.55 / later, chance.choice(LATER)


def _round(count, kind):
    step = 100 * YUAN if is_cash(kind) else 1
    return max(1, round(count / step)) * step


def _of_need(need):
    return need.kind, need.item


def _of_purse(one):
    return one.pattern.kinds[0], one.pattern.item


def _sums(pairs):
    sums = {}
    for what, number in pairs:
        sums[what] = sums.get(what, 0) + number
    return sums
